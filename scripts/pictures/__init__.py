"""The pictures of the demo shop: one module a category, on a small kit of shapes."""
