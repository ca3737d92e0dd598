"""What all parts of the state stand on: its connections and transactions."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from threading import local

from sqlalchemy import Connection, Engine

from bot.store.database import transaction
from bot.store.place import Place
from bot.store.prepared import Step, carry_out
from bot.store.trouble import in_sentences


class _Kept(local):
    """The connection that a thread keeps."""

    connection: Connection | None = None


class Transactions:
    """A state that is opened; :class:`bot.store.store.Store` says how."""

    def __init__(self, engine: Engine, place: Place) -> None:
        self._engine = engine
        self._place = place
        self._kept = _Kept()

    def close(self) -> None:
        """Let go of the file."""
        with in_sentences(self._place):
            self._engine.dispose()

    @contextmanager
    def keeping_a_connection(self) -> Iterator[None]:
        """Keep one connection for all that this thread does meanwhile; its transactions stay what they are.

        Taking one from the pool each time costs as much as a small write, and that of another thread has to read
        anew what this one has just written.
        """
        if self._place.path is None:  # there is but one, for all threads
            yield
            return
        with in_sentences(self._place):
            connection = self._engine.connect()
        self._kept.connection = connection
        try:
            yield
        finally:
            self._kept.connection = None
            connection.close()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with in_sentences(self._place), self._connected() as connection, transaction(connection, writes=False):
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with in_sentences(self._place), self._connected() as connection, transaction(connection, writes=True):
            yield connection

    def _carry_out(self, *steps: Step) -> None:
        """Carry out statements that give nothing back, as one transaction that is durable at its end."""
        with in_sentences(self._place), self._connected() as connection:
            carry_out(connection, steps)

    def _connected(self) -> AbstractContextManager[Connection]:
        kept = self._kept.connection
        return self._engine.connect() if kept is None else nullcontext(kept)
