"""What calls cost, and what one may cost at most. Pure; whole numbers only."""

import math
from typing import Final

from pydantic import BaseModel, ConfigDict

from shared.llm.answer import Usage
from shared.llm.request import ModelRequest

BYTES_PER_TOKEN: Final = 3
"""In UTF-8: providers' tokens are about four letters of English, one sign of Chinese. A reservation
may be too high, never far too low."""
TOKENS_PER_MESSAGE: Final = 8
"""Role and marks around each message."""


class Price(BaseModel):
    """Of one model, in millionths of a US dollar for a million tokens."""

    model_config = ConfigDict(frozen=True)

    prompt: int = 0
    cached: int = 0
    cache_write: int = 0
    completion: int = 0


class Amount(BaseModel):
    """What budgets count."""

    model_config = ConfigDict(frozen=True)

    tokens: int = 0
    cost_micros: int = 0

    def plus(self, other: "Amount") -> "Amount":
        """Return the sum."""
        return Amount(
            tokens=self.tokens + other.tokens, cost_micros=self.cost_micros + other.cost_micros
        )


def amount_of(usage: Usage, price: Price) -> Amount:
    """Return what a call cost, rounded up to a millionth of a dollar."""
    plain = max(0, usage.prompt_tokens - usage.cached_tokens - usage.cache_write_tokens)
    cost = (
        plain * price.prompt
        + usage.cached_tokens * price.cached
        + usage.cache_write_tokens * price.cache_write
        + usage.completion_tokens * price.completion
    )
    return Amount(tokens=usage.total_tokens, cost_micros=math.ceil(cost / 1_000_000))


def prompt_tokens(request: ModelRequest) -> int:
    """Return about how many tokens a request has, rather too many than too few."""
    texts = [
        *request.prefix,
        *(message.text for message in request.messages),
        *(use.arguments for message in request.messages for use in message.tool_uses),
        *(tool.model_dump_json() for tool in request.tools),
        request.output.model_dump_json() if request.output else "",
    ]
    return sum(tokens_of(text) for text in texts) + TOKENS_PER_MESSAGE * len(texts)


def tokens_of(text: str) -> int:
    """Return about how many tokens a text has, rather too many than too few."""
    return math.ceil(len(text.encode()) / BYTES_PER_TOKEN)


def most(request: ModelRequest, price: Price) -> Amount:
    """Return what a call may cost at most: nothing cached, the longest answer allowed."""
    usage = Usage(
        prompt_tokens=prompt_tokens(request),
        cache_write_tokens=prompt_tokens(request) if price.cache_write > price.prompt else 0,
        completion_tokens=request.max_tokens,
    )
    return amount_of(usage, price)
