"""What the bot counts, the reports it keeps on wikis, and the licence of each copy."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of counts and reports, and let copies name their licence."""
    op.create_table(
        "tallies",
        sa.Column("counted", sa.String(40), nullable=False),
        sa.Column("job", sa.Text, nullable=False),
        sa.Column("wiki", sa.Text, nullable=False),
        sa.Column("word", sa.Text, nullable=False),
        sa.Column("value", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("counted", "job", "wiki", "word", name="pk_tallies"),
    )
    op.create_table(
        "reports",
        sa.Column("wiki", sa.Text, nullable=False),
        sa.Column("job", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("refused", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("wiki", "job", name="pk_reports"),
    )
    op.add_column("copies", sa.Column("licence", sa.Text, nullable=False, server_default=sa.text("''")))
    with op.batch_alter_table("intents", recreate="always") as intents:
        column = sa.Column("licence", sa.Text, nullable=False, server_default=sa.text("''"))
        intents.add_column(column, insert_after="mended")


def downgrade() -> None:
    """Refuse: the copy that was made before the upgrade is the way back."""
    raise NotImplementedError
