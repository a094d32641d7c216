"""What a shopper's message means, and whose it is."""
