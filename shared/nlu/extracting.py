"""Gathers what a message names."""

from collections.abc import Mapping
from typing import NamedTuple, TypeVar

from shared.nlu.addresses import find_postcode, looks_like_address, parse_address
from shared.nlu.codes import find_code, find_email, find_order_number, find_rating
from shared.nlu.context import Pending
from shared.nlu.entities import DeliveryWord, Entities, Gender, Sort
from shared.nlu.numerals import Numeral, find_numerals
from shared.nlu.options import find_option_values
from shared.nlu.picks import find_pick
from shared.nlu.prices import find_prices
from shared.nlu.reading import Reading
from shared.nlu.sizing import find_measures
from shared.nlu.terms import find_excluded_terms, find_terms

Word = TypeVar("Word")

_DELIVERIES: dict[str, DeliveryWord] = {
    "standard": "standard",
    "express": "express",
    "pickup": "pickup",
}
_GENDERS: dict[str, Gender] = {"men": "men", "women": "women", "kids": "kids", "unisex": "unisex"}
_SORTS: dict[str, Sort] = {
    "price_asc": "price_asc",
    "price_desc": "price_desc",
    "newest": "newest",
    "best_selling": "best_selling",
    "rating": "rating",
}


class Extracted(NamedTuple):
    """The entities, and the number that nothing explained."""

    entities: Entities
    bare_number: int | None
    numerals: tuple[Numeral, ...]


def extract(reading: Reading, currency: str | None) -> Extracted:
    """Find every entity; `currency` is what "$" and bare prices are in."""
    numerals = find_numerals(reading)
    prices = find_prices(reading, numerals, currency)
    pick = find_pick(reading, numerals)
    order = find_order_number(reading)
    measures = find_measures(reading, numerals, prices.taken | pick.taken)
    code = find_code(reading)
    email = find_email(reading.text)
    asked_address = reading.context.pending == Pending.ADDRESS
    address = asked_address or looks_like_address(reading.text)
    colours = reading.values("colour")
    excluded = reading.values("colour", negated=True)
    return Extracted(
        Entities(
            terms=find_terms(reading, (order.full, code, email)),
            category=next(iter(reading.values("category")), None),
            colours=tuple(colour for colour in colours if colour not in excluded),
            excluded_colours=excluded,
            excluded_terms=find_excluded_terms(reading),
            excluded_brands=reading.values("brand", negated=True),
            excluded_values=tuple(
                value.partition("=")[2] for value in reading.values("attribute", negated=True)
            ),
            sizes=measures.sizes,
            brands=reading.values("brand"),
            min_price=prices.lowest,
            max_price=prices.highest,
            quantity=measures.quantity,
            ordinal=pick.ordinal,
            relative=pick.relative,
            product_ids=pick.product_ids,
            order_number=order.full,
            order_digits=order.digits,
            code=code,
            rating=find_rating(reading, numerals),
            email=email,
            postcode=find_postcode(reading.text) if address else None,
            address=parse_address(reading.text) if address else None,
            delivery=_first(reading, "delivery", _DELIVERIES),
            option_values=find_option_values(reading, measures.sizes),
            sort=_first(reading, "sort", _SORTS),
            in_stock_only=bool(reading.values("stock")) or "stock" in reading.concepts,
            gender=_first(reading, "gender", _GENDERS),
            attributes=measures.attributes,
        ),
        measures.bare.whole if measures.bare else None,
        numerals,
    )


def _first(reading: Reading, kind: str, words: Mapping[str, Word]) -> Word | None:
    return next((words[value] for value in reading.values(kind)), None)
