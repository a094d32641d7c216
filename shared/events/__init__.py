"""Every event of the shop, one module per noun."""
