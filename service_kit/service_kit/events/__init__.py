"""Events between services: outbox, relay, transports, consumer, inbox and failed events."""
