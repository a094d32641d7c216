"""The web chat: messages in, answers out by stream or by asking."""
