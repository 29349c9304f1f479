"""HTTP components for REST and GraphQL: application, middleware, bodies, errors and rights."""
