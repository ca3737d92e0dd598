"""How often a file could not be brought, since when, and when that was tried last."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Count the attempts from now on: a file that waits already is tried at the next run."""
    op.add_column("files", sa.Column("failures", sa.Integer, nullable=False, server_default="0"))
    op.add_column("files", sa.Column("since", sa.DateTime))
    op.add_column("files", sa.Column("last_at", sa.DateTime))


def downgrade() -> None:
    """Refuse: the copy that was made before the upgrade is the way back."""
    raise NotImplementedError
