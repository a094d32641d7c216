"""The door: Meta's webhooks in, events out."""
