"""The options slice: the options of products and their compatibility rules."""
