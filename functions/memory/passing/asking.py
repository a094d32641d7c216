"""What a model is given to read of a conversation that fell silent: the shopper's words, fenced."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

from shared.grounds.fencing import fenced
from shared.llm.fitting import newest_that_fit
from shared.llm.request import Message, ModelRequest, Scope
from shared.models.brand import Brand
from shared.text import fit

CONTEXT_TOKENS: Final = 1500
ANSWER_TOKENS: Final = 500
SECONDS: Final = 20.0
"""For each of at most two calls; a lease lasts longer than both."""
LONGEST: Final = 500
FEWEST_WORDS: Final = 3


def is_worth_reading(lines: Sequence[str]) -> bool:
    """Tell whether somebody wrote enough to have said something of themselves."""
    words = (word for line in lines for word in line.split() if any(map(str.isalpha, word)))
    return sum(1 for _ in words) >= FEWEST_WORDS


def heard_request(lines: Sequence[str], brand: Brand, conversation: str) -> ModelRequest:
    """Return what a model is asked about the newest lines that fit.

    Args:
        lines: oldest first.
        brand: whose shopper wrote them.
        conversation: key of the record, for the accounts.
    """
    newest = (fenced("shopper", fit(line, LONGEST)) for line in reversed(lines))
    said = newest_that_fit(newest, CONTEXT_TOKENS, str)
    return ModelRequest(
        scope=Scope(brand=brand.id, conversation=conversation),
        purpose="memory",
        prefix=(prefix_of(brand),),
        messages=(Message(role="user", text="\n".join(said)),),
        max_tokens=ANSWER_TOKENS,
        timeout_seconds=SECONDS,
    )


def prefix_of(brand: Brand) -> str:
    """Return what every such call of a brand begins with."""
    categories = ", ".join(f"{one.id} ({one.name['en']})" for one in brand.categories)
    return _words().replace("{categories}", categories)


@cache
def _words() -> str:
    return Path(__file__).with_name("heard.md").read_text("utf-8").strip()
