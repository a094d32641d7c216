"""What still fits into a budget of tokens. Pure."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from shared.llm.prices import tokens_of

T = TypeVar("T")


def newest_that_fit(said: Iterable[T], tokens: int, text_of: Callable[[T], str]) -> list[T]:
    """Return of what was said the newest that still fits, oldest first.

    Args:
        said: the newest first; no more of it is read than fits.
        tokens: for all of it.
        text_of: what a model is given of each.
    """
    fitting: list[T] = []
    left = tokens
    for one in said:
        left -= tokens_of(text_of(one))
        if left < 0:
            break
        fitting.append(one)
    return fitting[::-1]
