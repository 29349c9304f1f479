"""Infrastructure shared by the services: outbox, inbox, relay, consumer, transports, and GraphQL over HTTP."""
