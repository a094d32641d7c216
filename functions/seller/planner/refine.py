"""What to search for: from the words of a message and the search before it."""

from typing import Final

from functions.seller.planner.scene import Scene
from functions.seller.planner.variants import fold
from shared.conversation.dialogue import Dialogue, Listing
from shared.events.products import Search, Sort
from shared.models.brand import Brand
from shared.models.money import Money, exponent
from shared.models.product import ProductCard
from shared.models.wire import in_language
from shared.nlu.entities import Entities, Price

_SORTS: Final[dict[str, Sort]] = {
    "price_asc": "price_asc",
    "price_desc": "price_desc",
    "newest": "newest",
    "best_selling": "popular",
    "rating": "popular",
}
_RELATIVE_SORTS: Final[dict[str, Sort]] = {
    "cheaper": "price_asc",
    "cheapest": "price_asc",
    "pricier": "price_asc",
    "most_expensive": "price_desc",
}
_SMALL_WORDS: Final = frozenset(
    [
        "de",
        "do",
        "da",
        "dos",
        "das",
        "del",
        "para",
        "pra",
        "con",
        "com",
        "for",
        "of",
        "with",
        "and",
        "e",
        "y",
    ]
)


def read_search(scene: Scene) -> Search:
    """Return the search a message asks for, prices left out: they may be in another currency.

    Words and a category start afresh; filters alone narrow the search before ("in black?").
    """
    said = scene.entities
    listing = scene.notes.listing
    base = Search()
    if listing and listing.search and not said.terms and not said.category:
        dropped = {"cheaper": "price_min", "pricier": "price_max"}.get(said.relative or "")
        base = listing.search.model_copy(
            update={"offset": 0, **({dropped: None} if dropped else {})}
        )
    changes: dict[str, object] = {
        "text": " ".join(said.terms),
        "category": said.category,
        "colours": said.colours,
        "sizes": said.sizes,
        "manufacturers": said.brands,
        "gender": said.gender,
        "attributes": {**base.attributes, **said.attributes},
        "sort": _SORTS.get(said.sort or "") or _RELATIVE_SORTS.get(said.relative or ""),
        **_relative_price(said, scene.notes),
    }
    return base.model_copy(update={name: value for name, value in changes.items() if value})


def priced(search: Search, said: Entities, brand: Brand) -> Search | None:
    """Return the search with the price limits said, in the brand's money; None = rate unknown."""
    limits = {"price_min": said.min_price, "price_max": said.max_price}
    converted = {name: in_brand_currency(price, brand) for name, price in limits.items() if price}
    if None in converted.values():
        return None
    return search.model_copy(update=converted)


def foreign_currency(said: Entities, brand: Brand) -> str | None:
    """Return the currency of the limits said, if it is not the brand's."""
    currencies = (price.currency for price in (said.max_price, said.min_price) if price)
    return next((code for code in currencies if code and code != brand.currency), None)


def in_brand_currency(price: Price, brand: Brand) -> Money | None:
    """Return an amount in the brand's currency, by the brand's rate table."""
    if price.currency in (None, brand.currency):
        return Money(amount_minor=price.amount_minor, currency=brand.currency)
    rate = brand.exchange_rates.get(price.currency or "", 0.0)
    if rate <= 0:
        return None
    units = price.amount_minor / 10 ** exponent(price.currency or "")
    minor = round(units / rate * 10 ** exponent(brand.currency))
    return Money(amount_minor=minor, currency=brand.currency)


def is_empty(search: Search) -> bool:
    """Tell whether a search asks for nothing in particular."""
    plain = Search(sort=search.sort, limit=search.limit, offset=search.offset)
    return search == plain


def describe(scene: Scene, search: Search) -> str:
    """Return the search in a few words: `blue running shoes`; nothing where only filters are."""
    colours = tuple(scene.voice.word("value", colour) for colour in search.colours)
    thing = tuple(part for part in _thing(scene, search) if part)
    adjectives_first = scene.voice.language == "en"
    words = (*colours, *search.manufacturers, *thing) if adjectives_first else (
        *reversed(thing), *search.manufacturers, *colours
    )  # fmt: skip
    return " ".join(words)


def _thing(scene: Scene, search: Search) -> tuple[str, str]:
    """Return the words searched and the category's name, without saying the same twice."""
    words = _in_their_words(scene.text, search.text)
    category = next((each for each in scene.brand.categories if each.id == search.category), None)
    if category is None:
        return words, ""
    synonyms = (word for each in category.synonyms.values() for word in each)
    own = set(fold(" ".join((*category.name.values(), *synonyms))).split())
    named = bool(own & set(fold(search.text).split()))
    return words, "" if named else in_language(category.name, scene.voice.language).lower()


def _in_their_words(said: str, terms: str) -> str:
    """Return the terms with the small words between them: `zapatillas de correr`."""
    words = said.lower().split()
    places = [words.index(term) for term in terms.lower().split() if term in words]
    if len(places) < len(terms.split()) or not places:
        return terms
    span = words[min(places) : max(places) + 1]
    others = set(span) - set(terms.lower().split())
    return " ".join(span) if others <= _SMALL_WORDS else terms


def is_unwanted(card: ProductCard, said: Entities) -> bool:
    """Tell whether a card has only colours, or a word, that the shopper ruled out."""
    title = card.title.casefold()
    if any(term.casefold() in title for term in said.excluded_terms):
        return True
    colours = {value.casefold() for value in _colours(card.options)}
    return bool(colours) and colours <= {colour.casefold() for colour in said.excluded_colours}


def _colours(options: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    return options.get("colour") or options.get("color") or ()


def _relative_price(said: Entities, notes: Dialogue) -> dict[str, object]:
    prices = _prices(notes.listing, notes)
    if not prices or said.relative not in ("cheaper", "pricier"):
        return {}
    currency = prices[0].currency
    amounts = [price.amount_minor for price in prices if price.currency == currency]
    if said.relative == "cheaper":
        limit = max(min(amounts) - 1, 0)
        return {"price_max": Money(amount_minor=limit, currency=currency)}
    return {"price_min": Money(amount_minor=max(amounts) + 1, currency=currency)}


def _prices(listing: Listing | None, notes: Dialogue) -> list[Money]:
    if notes.choice:
        return [notes.choice.price]
    return [product.price for product in listing.products] if listing else []
