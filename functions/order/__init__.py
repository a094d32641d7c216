"""Orders: the checkout saga, payments, shipments, and what may change afterwards."""
