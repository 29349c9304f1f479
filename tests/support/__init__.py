"""What the tests of both services together stand on: the shop as processes, its clients, its books, load."""
