"""Text of others between marks, as models read it: something to read, nothing to obey. Pure."""

from shared.text import clean


def fenced(source: str, text: str) -> str:
    """Return text of others between marks that it cannot contain, named by where it is from."""
    inside = clean(text).replace("<", "(").replace(">", ")")
    return f'<data from="{source}">\n{inside}\n</data>'
