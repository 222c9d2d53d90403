"""What Alembic runs to migrate: the connection comes from ``controlroom.store.schema``."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
# The caller owns the transaction: a migration that fails leaves nothing half done.
context.run_migrations()
