"""Mechanism shared by Tandem's services: outbox, inbox, relay, consumer, transports, GraphQL over HTTP."""
