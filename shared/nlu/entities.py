"""The things a message names."""

from collections.abc import Mapping
from typing import Literal

from shared.nlu.frozen import Frozen
from shared.nlu.intents import FaqTopic

DeliveryWord = Literal["standard", "express", "pickup"]
Gender = Literal["men", "women", "kids", "unisex"]
Relative = Literal["cheaper", "cheapest", "pricier", "most_expensive", "bigger", "smaller", "other"]
Sort = Literal["price_asc", "price_desc", "newest", "best_selling", "rating"]


class Price(Frozen):
    """An amount in minor units; the currency is None when neither text nor brand names one."""

    amount_minor: int
    currency: str | None = None


class Address(Frozen):
    """A postal address as far as it could be told apart; every part may be missing."""

    line1: str | None = None
    line2: str | None = None
    city: str | None = None
    region: str | None = None
    postcode: str | None = None
    country: str | None = None


class Entities(Frozen):
    """What a message names, in the catalog's terms.

    Attributes:
        terms: query words nothing else explained, in the shopper's spelling.
        category: the category's id in the vocabulary.
        colours: canonical English names ("azul" is "blue").
        ordinal: position in the last list, from 1; -1 is the last.
        product_ids: shown products meant by ordinal, relative, title or colour.
        order_number: as printed, `AB-123456`; order_digits: the digits alone were given.
        excluded_terms: as written; excluded_values: of attributes ("couro" is "leather").
        option_values: option name to value of the product at hand, in the catalog's spelling.
        action_args: what followed the verb in a tapped button's id.
    """

    terms: tuple[str, ...] = ()
    category: str | None = None
    colours: tuple[str, ...] = ()
    excluded_colours: tuple[str, ...] = ()
    excluded_terms: tuple[str, ...] = ()
    excluded_brands: tuple[str, ...] = ()
    excluded_values: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    min_price: Price | None = None
    max_price: Price | None = None
    quantity: int | None = None
    ordinal: int | None = None
    relative: Relative | None = None
    product_ids: tuple[str, ...] = ()
    order_number: str | None = None
    order_digits: str | None = None
    code: str | None = None
    rating: int | None = None
    email: str | None = None
    postcode: str | None = None
    address: Address | None = None
    delivery: DeliveryWord | None = None
    option_values: Mapping[str, str] = {}
    sort: Sort | None = None
    in_stock_only: bool = False
    gender: Gender | None = None
    attributes: Mapping[str, str] = {}
    faq_topic: FaqTopic | None = None
    action_args: tuple[str, ...] = ()
