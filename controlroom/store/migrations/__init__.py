"""The database's changes of shape, run by Alembic out of the package itself."""
