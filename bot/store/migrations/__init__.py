"""The history of the tables, told by Alembic."""
