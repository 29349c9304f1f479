"""The copies of the orders: what main_service tells of them, for showing a user's orders."""
