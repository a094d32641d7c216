"""Customers, their channel identities and their sessions."""
