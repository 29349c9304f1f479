"""The demo shop: about 60 products with pictures, and some visitors."""
