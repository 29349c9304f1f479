"""The options of products that are put together to order: their groups, and the rules of what goes with what."""
