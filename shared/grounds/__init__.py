"""What an answer of a model may rest on, and what it must not say, wherever one speaks."""
