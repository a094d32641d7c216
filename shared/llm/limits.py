"""How much may be spent in a day, and on which accounts a call is put. Pure."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Final, Literal, Self

from pydantic import BaseModel, ConfigDict

from shared.llm.prices import Amount
from shared.llm.request import Place, Scope
from shared.models.brand import LlmOverrides
from shared.settings import Settings

MICROS_PER_CENT: Final = 10_000


class PlaceLimit(BaseModel):
    """What one place may spend of a brand's budget in a day; None: all of it."""

    model_config = ConfigDict(frozen=True)

    tokens: int | None = None
    cents: int | None = None

    def within(self, brand: Amount) -> Amount:
        """Return the limit as an amount."""
        return Amount(
            tokens=brand.tokens if self.tokens is None else self.tokens,
            cost_micros=(brand.cost_micros if self.cents is None else MICROS_PER_CENT * self.cents),
        )


class DailyLimits(BaseModel):
    """What one brand may spend in a day (UTC), one place of it, and one conversation in a place.

    Attributes:
        places: places without a limit of their own share the brand's.
    """

    model_config = ConfigDict(frozen=True)

    brand: Amount
    conversation: Amount
    places: Mapping[Place, PlaceLimit] = {}

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
            places={
                "seller": PlaceLimit(
                    tokens=settings.llm_seller_daily_tokens,
                    cents=settings.llm_seller_daily_cents,
                ),
                "desk": PlaceLimit(
                    tokens=settings.llm_desk_daily_tokens, cents=settings.llm_desk_daily_cents
                ),
                "understanding": PlaceLimit(
                    tokens=settings.llm_understanding_daily_tokens,
                    cents=settings.llm_understanding_daily_cents,
                ),
                "memory": PlaceLimit(
                    tokens=settings.llm_memory_daily_tokens, cents=settings.llm_memory_daily_cents
                ),
            },
        )


class Account(BaseModel):
    """Where calls are counted.

    Attributes:
        key: `_id` of its document; a conversation is in it as a hash, it names its customer.
        limit: what may be committed on it.
    """

    model_config = ConfigDict(frozen=True)

    key: str
    of: Literal["brand", "place", "conversation"]
    brand: str
    day: str
    limit: Amount


def accounts(
    scope: Scope, limits: DailyLimits, now: datetime, place: Place = "seller"
) -> tuple[Account, ...]:
    """Return the accounts of a call, the narrowest first.

    A conversation has an account in each place: a talkative shopper must not use up what helps the
    people who take over. A place's limit that is no lower than the brand's can't be reached, and
    costs no write.
    """
    day = now.date().isoformat()
    key = f"{scope.brand}|{day}"
    brand = Account(key=key, of="brand", brand=scope.brand, day=day, limit=limits.brand)
    at_place = limits.places.get(place, PlaceLimit()).within(limits.brand)
    shared = (brand,)
    if at_place.tokens < brand.limit.tokens or at_place.cost_micros < brand.limit.cost_micros:
        update = {"key": f"{key}|{place}", "of": "place", "limit": at_place}
        shared = (brand.model_copy(update=update), brand)
    if not scope.conversation:
        return shared
    hashed = hashlib.sha256(scope.conversation.encode()).hexdigest()[:24]
    name = hashed if place == "seller" else f"{hashed}|{place}"
    own = brand.model_copy(
        update={"key": f"{key}|{name}", "of": "conversation", "limit": limits.conversation}
    )
    return (own, *shared)
