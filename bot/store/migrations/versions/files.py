"""The files that each copy shows, or should show: so that new versions and refusals are known again."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of files."""
    op.create_table(
        "files",
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("sheet_id", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("partner", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("there", sa.Text, nullable=False),
        sa.Column("fault", sa.String(40)),
        sa.Column("words", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("source", "sheet_id", "partner", "name", name="pk_files"),
    )


def downgrade() -> None:
    """Refuse: the copy that was made before the upgrade is the way back."""
    raise NotImplementedError
