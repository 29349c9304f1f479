"""HTTP parts that REST and GraphQL share: application, middleware, bodies, errors and rights."""
