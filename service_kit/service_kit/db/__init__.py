"""Database access: sessions, transactions, migrations, and the tables of the kit."""
