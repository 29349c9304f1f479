"""The service that owns likes, baskets and orders. It has copies of the products."""
