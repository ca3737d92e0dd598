"""What the service has served and will serve, and how often a wiki has failed."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the schedule, and count the failures of a wiki."""
    op.create_table(
        "schedule",
        sa.Column("job", sa.Text, nullable=False),
        sa.Column("served_at", sa.DateTime),
        sa.Column("next_at", sa.DateTime),
        sa.PrimaryKeyConstraint("job", name="pk_schedule"),
    )
    op.add_column("wiki_health", sa.Column("failures", sa.Integer, nullable=False, server_default="1"))
    op.add_column("wiki_health", sa.Column("last_at", sa.DateTime))


def downgrade() -> None:
    """Refuse: the copy that was made before the upgrade is the way back."""
    raise NotImplementedError
