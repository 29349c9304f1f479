"""Owns likes, baskets and orders, on its own copies of the products."""
