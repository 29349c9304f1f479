"""The stock levels of products, their movements, and the reservations for orders."""
