"""A brand: one YAML file, data only."""

from typing import Literal

from pydantic import ConfigDict, Field
from pydantic.alias_generators import to_camel

from shared.models.money import Money
from shared.models.wire import Text, WireModel


class BrandPart(WireModel):
    """Part of a brand file: a misspelt key is refused, it would silently change the shop."""

    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, frozen=True, extra="forbid"
    )


class Seller(BrandPart):
    """Who speaks for the brand."""

    name: str
    voice: str
    """How the seller talks, in a few words; also the model's persona."""


class Template(BrandPart):
    """A message template approved by WhatsApp, used outside the 24-hour window."""

    name: str
    languages: dict[str, str]
    """Our language code -> WhatsApp's (`pt` -> `pt_BR`)."""


class WhatsAppNumbers(BrandPart):
    """The brand's WhatsApp presence."""

    phone_number_id: str
    more_phone_number_ids: tuple[str, ...] = ()
    templates: dict[str, Template] = {}
    """By occasion: `order_confirmed`, `order_shipped`, `order_delivered`, `order_cancelled`,
    `order_refunded`, `news_waiting`, `agent_reply`."""


class Category(BrandPart):
    """A category with the words shoppers use for it."""

    id: str
    name: Text
    synonyms: dict[str, tuple[str, ...]] = {}
    parent: str | None = None


class DeliveryOption(BrandPart):
    """One way to get an order."""

    id: str
    name: Text
    price: Money
    free_from: Money | None = None
    """Free when the discounted subtotal reaches this."""
    days_min: int
    days_max: int


class ShippingPolicy(BrandPart):
    """Where and how the brand ships."""

    countries: tuple[str, ...]
    """ISO 3166 alpha-2."""
    options: tuple[DeliveryOption, ...] = Field(min_length=1)
    text: Text


class ReturnsPolicy(BrandPart):
    """How long and under which terms goods come back."""

    days: int
    text: Text


class PaymentPolicy(BrandPart):
    """How shoppers pay."""

    providers: tuple[str, ...] = ("test",)
    text: Text


class Policies(BrandPart):
    """What the seller may promise."""

    returns: ReturnsPolicy
    shipping: ShippingPolicy
    payment: PaymentPolicy
    tax_basis_points: int = 0
    """Tax in 1/100 of a percent, on top of discounted goods and delivery; 0 = prices include it."""


class FaqEntry(BrandPart):
    """A question with its answer; seeds the store's FAQ."""

    slug: str
    topic: str
    """`returns`, `delivery`, `payment`, `hours`, `warranty`, `sizes`, `contact`, `privacy`, …"""
    question: Text
    answer: Text
    order: int = 0
    active: bool = True


class Escalation(BrandPart):
    """When a person takes over."""

    sentiment_below: float = 0.3
    confidence_below: float = 0.35
    failures_before_hand_off: int = 2
    refund_limit: Money
    """A refund above this is decided by a person."""


class Hours(BrandPart):
    """Opening hours of one weekday, local time `HH:MM`."""

    opens: str
    closes: str


class BusinessHours(BrandPart):
    """When people answer; the seller always does."""

    timezone: str
    week: dict[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], Hours] = {}


class LlmOverrides(BrandPart):
    """Model settings of this brand; empty = the platform's."""

    seller_thinks: bool = True
    """Whether the seller thinks with the model; if not it sells by rules, and `llm.understanding`
    may have the model read messages for them."""
    model: str | None = None
    fallback_models: tuple[str, ...] = ()
    temperature: float | None = None
    daily_cents: int | None = Field(default=None, ge=0)
    """US cents the brand may spend on models in a day (UTC)."""
    conversation_daily_cents: int | None = Field(default=None, ge=0)
    """US cents of it that one conversation may spend."""


class Brand(BrandPart):
    """One brand of the shop. Adding a brand is adding one such file."""

    id: str = Field(pattern="^[a-z][a-z0-9-]{1,30}$")
    name: str
    seller: Seller
    order_prefix: str = Field(pattern="^[A-Z]{2}$")
    locales: tuple[str, ...] = ("en-US", "pt-BR", "es-MX")
    """The first one is assumed until the shopper's language shows."""
    currency: str = "USD"
    exchange_rates: dict[str, float] = {}
    """How much of a foreign currency one unit of `currency` buys; for price limits said in it."""
    greeting: Text
    whatsapp: WhatsAppNumbers
    categories: tuple[Category, ...] = Field(min_length=1)
    policies: Policies
    faq: tuple[FaqEntry, ...] = ()
    business_hours: BusinessHours
    escalation: Escalation
    phrases: dict[str, dict[str, tuple[str, ...]]] = {}
    """Voice: phrase key -> language -> wordings that replace the shared ones."""
    synonyms: dict[str, tuple[str, ...]] = {}
    """Search word -> words that mean the same in this brand's catalog."""
    llm: LlmOverrides = LlmOverrides()

    @property
    def language(self) -> str:
        """The language assumed until the shopper's shows."""
        return self.locales[0].split("-")[0]

    @property
    def phone_number_ids(self) -> tuple[str, ...]:
        """Every WhatsApp number that belongs to the brand."""
        return (self.whatsapp.phone_number_id, *self.whatsapp.more_phone_number_ids)
