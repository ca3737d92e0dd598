"""Which names a credit was made of, by their marks, and how often a damaged credit was put back."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both to copies, and to the writes that were begun."""
    for table in ("copies", "intents"):
        people = sa.Column("people", sa.Text, nullable=False, server_default=sa.text("''"))
        mended = sa.Column("mended", sa.Integer, nullable=False, server_default="0")
        for before, column in (("since", people), ("people", mended)):
            with op.batch_alter_table(table, recreate="always") as batch:
                batch.add_column(column, insert_after=before)


def downgrade() -> None:
    """Refuse: the copy that was made before the upgrade is the way back."""
    raise NotImplementedError
