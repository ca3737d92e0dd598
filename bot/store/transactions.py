"""What all parts of the state stand on: its transactions."""

from contextlib import AbstractContextManager

from sqlalchemy import Connection


class Transactions:
    """A state that is opened; :class:`bot.store.store.Store` says how."""

    def _reading(self) -> AbstractContextManager[Connection]:
        raise NotImplementedError

    def _writing(self) -> AbstractContextManager[Connection]:
        raise NotImplementedError
