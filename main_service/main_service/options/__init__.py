"""The options slice: what products are put together from, and what goes with what."""
