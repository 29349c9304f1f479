"""The demo shop: about 60 products with pictures of the project's own, and some users to like them."""
