"""Where each report stands, and the digest of what we wrote there."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let reports name their page; those that stand are looked at once, because their form has a new number."""
    for name in ("page", "section"):
        op.add_column("reports", sa.Column(name, sa.Text, nullable=False, server_default=sa.text("''")))


def downgrade() -> None:
    """Refuse: the copy that was made before the upgrade is the way back."""
    raise NotImplementedError
