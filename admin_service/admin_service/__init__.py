"""The service that owns the catalogue, the stock and the accounts."""
