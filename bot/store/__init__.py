"""What we remember: copies, runs, results, locks; the only door to SQLAlchemy."""
