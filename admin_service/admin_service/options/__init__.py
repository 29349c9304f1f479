"""The options of configurable products, their groups, and the compatibility rules."""
