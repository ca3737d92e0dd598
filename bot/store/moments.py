"""When things were done and will be done: what the service owes to its jobs, and when partners were looked at."""

from datetime import datetime

from sqlalchemy import select

from bot.store import rows
from bot.store.tables import schedule
from bot.store.transactions import Transactions
from bot.store.values import Scheduled


class Moments(Transactions):
    """The part of the state that tells when; see :class:`bot.store.store.Store`."""

    def scheduled(self) -> tuple[Scheduled, ...]:
        """Give what the service knows of the jobs."""
        with self._reading() as connection:
            found = connection.execute(select(schedule).order_by(schedule.c.job))
            return tuple(Scheduled(**row._asdict()) for row in found)

    def serve(self, job: str, at: datetime) -> None:
        """Store which due moment of a job was served last."""
        with self._writing() as connection:
            connection.execute(rows.upsert_scheduled(job, served_at=at))

    def plan_next(self, job: str, at: datetime | None) -> None:
        """Store when the service will look at a job again."""
        with self._writing() as connection:
            connection.execute(rows.upsert_scheduled(job, next_at=at))

    def last_look(self, partner: str) -> datetime | None:
        """Tell when we last looked at what people did at *partner*."""
        with self._reading() as connection:
            return connection.execute(rows.LAST_LOOK, {"its_partner": partner}).scalar_one_or_none()

    def looked(self, partner: str, at: datetime) -> None:
        """Store that we looked at *partner*."""
        with self._writing() as connection:
            connection.execute(rows.UPSERT_LOOK, {"partner": partner, "at": at})
