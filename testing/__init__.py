"""What tests stand on: private servers that may be killed, a faulty network, services as processes."""
