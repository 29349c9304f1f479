"""The stock: how much there is of each product, for whom it is set aside, and how it came to be so."""
