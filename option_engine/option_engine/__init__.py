"""The option engine: pure functions that work on ids. Both services use it; it does not depend on them."""
