"""How much may be spent in a day, and on which accounts a call is put. Pure."""

import hashlib
from datetime import datetime
from typing import Final, Literal, Self

from pydantic import BaseModel, ConfigDict

from shared.llm.prices import Amount
from shared.llm.request import Scope
from shared.models.brand import LlmOverrides
from shared.settings import Settings

MICROS_PER_CENT: Final = 10_000


class DailyLimits(BaseModel):
    """What one brand, and one conversation of it, may spend in a day (UTC)."""

    model_config = ConfigDict(frozen=True)

    brand: Amount
    conversation: Amount

    @classmethod
    def of(cls, settings: Settings, own: LlmOverrides) -> Self:
        """Return the limits of a brand: its own where it has any, else the platform's."""
        brand_cents = own.daily_cents
        cents = own.conversation_daily_cents
        return cls(
            brand=Amount(
                tokens=settings.llm_brand_daily_tokens,
                cost_micros=MICROS_PER_CENT
                * (settings.llm_brand_daily_cents if brand_cents is None else brand_cents),
            ),
            conversation=Amount(
                tokens=settings.llm_conversation_daily_tokens,
                cost_micros=MICROS_PER_CENT
                * (settings.llm_conversation_daily_cents if cents is None else cents),
            ),
        )


class Account(BaseModel):
    """Where calls are counted.

    Attributes:
        key: `_id` of its document; a conversation is in it as a hash, it names its customer.
        limit: what may be committed on it.
    """

    model_config = ConfigDict(frozen=True)

    key: str
    of: Literal["brand", "conversation"]
    brand: str
    day: str
    limit: Amount


def accounts(scope: Scope, limits: DailyLimits, now: datetime) -> tuple[Account, ...]:
    """Return the accounts of a call, the narrowest first."""
    day = now.date().isoformat()
    key = f"{scope.brand}|{day}"
    brand = Account(key=key, of="brand", brand=scope.brand, day=day, limit=limits.brand)
    if not scope.conversation:
        return (brand,)
    hashed = hashlib.sha256(scope.conversation.encode()).hexdigest()[:24]
    own = brand.model_copy(
        update={"key": f"{key}|{hashed}", "of": "conversation", "limit": limits.conversation}
    )
    return (own, brand)
