"""GraphQL over HTTP, for both services: `schema.make_schema`, `router.graphql_router`, `keyset.KeysetPage`."""
