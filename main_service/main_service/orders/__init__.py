"""The orders slice: baskets and orders. A basket is an order that is not placed yet."""
