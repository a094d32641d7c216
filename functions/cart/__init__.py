"""Carts: what a shopper means to buy from one brand, priced from the catalog."""
