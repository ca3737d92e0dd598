"""The first tables: copies, intents, runs, results, wiki_health, looks."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _copy_columns() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("sheet_id", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("partner", sa.Text, nullable=False),
        sa.Column("job", sa.Text, nullable=False),
        sa.Column("sheet_title", sa.Text, nullable=False),
        sa.Column("sheet_revision", sa.BigInteger, nullable=False),
        sa.Column("sheet_digest", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("recipe", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("page_id", sa.BigInteger),
        sa.Column("revision", sa.BigInteger),
        sa.Column("copied_revision", sa.BigInteger),
        sa.Column("copied_at", sa.DateTime),
        sa.Column("written_digest", sa.Text, nullable=False),
        sa.Column("verified", sa.Boolean, nullable=False),
        sa.Column("reason", sa.String(40)),
        sa.Column("facts", sa.Text, nullable=False),
        sa.Column("since", sa.DateTime),
    )


def _create_copies_and_intents() -> None:
    key = ("source", "sheet_id", "partner")
    op.create_table("copies", *_copy_columns(), sa.PrimaryKeyConstraint(*key, name="pk_copies"))
    op.create_index("ix_copies_job", "copies", ["job"])
    op.create_table(
        "intents",
        *_copy_columns(),
        sa.Column("expected_digest", sa.Text, nullable=False),
        sa.Column("base", sa.BigInteger),
        sa.Column("begun_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint(*key, name="pk_intents"),
    )
    op.create_index("ix_intents_partner", "intents", ["partner"])


def _create_runs_and_results() -> None:
    op.create_table(
        "runs",
        sa.Column("run_id", sa.Integer, nullable=False),
        sa.Column("job", sa.Text, nullable=False),
        sa.Column("command", sa.Text, nullable=False),
        sa.Column("started_at", sa.DateTime, nullable=False),
        sa.Column("ended_at", sa.DateTime),
        sa.Column("exit_code", sa.Integer),
        sa.Column("listed", sa.Integer, nullable=False),
        sa.Column("counts", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("run_id", name="pk_runs"),
    )
    op.create_index("ix_runs_job", "runs", ["job"])
    op.create_table(
        "results",
        sa.Column("result_id", sa.Integer, nullable=False),
        sa.Column("run_id", sa.Integer, nullable=False),
        sa.Column("partner", sa.Text, nullable=False),
        sa.Column("sheet_title", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.Column("revision", sa.BigInteger),
        sa.Column("reason", sa.String(40)),
        sa.Column("facts", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("info", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime),
        sa.PrimaryKeyConstraint("result_id", name="pk_results"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.run_id"], name="fk_results_run_id", ondelete="CASCADE"),
    )
    op.create_index("ix_results_run_id", "results", ["run_id"])


def upgrade() -> None:
    """Create all tables."""
    _create_copies_and_intents()
    _create_runs_and_results()
    op.create_table(
        "wiki_health",
        sa.Column("wiki", sa.Text, nullable=False),
        sa.Column("since", sa.DateTime, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("info", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("wiki", name="pk_wiki_health"),
    )
    op.create_table(
        "looks",
        sa.Column("partner", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("partner", name="pk_looks"),
    )


def downgrade() -> None:
    """Refuse: the copy that was made before the upgrade is the way back."""
    raise NotImplementedError
