"""The database: sessions and transactions, migrations, and the tables of the kit."""
