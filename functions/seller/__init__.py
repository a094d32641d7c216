"""The AI seller of a brand: one turn from a shopper's message to an answer."""
