"""The seller's rules: a shopper's message, tools and their answers, one reply. All pure."""
