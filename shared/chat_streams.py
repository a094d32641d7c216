"""Where chat streams lie in Redis: the web chat writes them, erasing a customer deletes them."""


def stream_key(conversation: str) -> str:
    """Return the Redis key of a conversation's stream."""
    return f"chat:{{{conversation}}}"


def seen_key(conversation: str) -> str:
    """Return the Redis key of the ids of events that are in the stream."""
    return f"{stream_key(conversation)}:seen"
