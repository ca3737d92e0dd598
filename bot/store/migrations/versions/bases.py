"""What the sheet alone would have made of each copy: the base of a merge."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of bases, and let an intent bring one along."""
    op.create_table(
        "bases",
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("sheet_id", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("partner", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("source", "sheet_id", "partner", name="pk_bases"),
    )
    op.add_column("intents", sa.Column("body", sa.Text))


def downgrade() -> None:
    """Refuse: the copy that was made before the upgrade is the way back."""
    raise NotImplementedError
