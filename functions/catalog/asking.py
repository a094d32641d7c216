"""From a URL's query to a search, a page, a language; refusals name the parameter."""

import base64
import json
from typing import Final, get_args

from starlette.datastructures import QueryParams
from starlette.requests import Request

from functions.catalog.live import live_catalog
from functions.catalog.search import Found, Shelf
from shared.errors import ProblemError
from shared.events.products import Search, Sort
from shared.function.rest import ports_of
from shared.models.brand import Brand
from shared.models.money import Money
from shared.models.product import AttributeValue

DEFAULT_LIMIT: Final = 20
MOST_PER_PAGE: Final = 100
_TEXT_LIMIT: Final = 200
_ATTRIBUTE: Final = "attribute."


def shelf_of(request: Request) -> Shelf:
    """Return the brand a call is about.

    Raises:
        ProblemError: 400 without a brand, 404 for one we don't have.
    """
    brand = request.query_params.get("brand", "")
    if not brand:
        raise ProblemError(400, "Invalid request", "Say which brand: ?brand=fashion")
    shelf = live_catalog(ports_of(request).store).shelf(brand)
    if shelf is None:
        raise ProblemError(404, "Not found", f"There is no brand {brand[:40]!r}.")
    return shelf


def language_of(request: Request, brand: Brand) -> str:
    """Return the language asked for, else the brand's."""
    asked = request.query_params.get("language") or request.headers.get("accept-language", "")
    return asked[:2].lower() if asked[:2].isalpha() else brand.language


def search_of(params: QueryParams, brand: Brand, *, in_stock: bool) -> Search:
    """Return the search a URL asks for.

    Args:
        params: `q`, `category`, `colour`, `size`, `manufacturer` (each several times or with
            commas), `gender`, `minPrice`, `maxPrice` (minor units), `currency`, `inStock`,
            `attribute.<name>`, `sort`.
        brand: whose currency is meant without `currency`.
        in_stock: what `inStock` is by default.
    """
    attributes: dict[str, AttributeValue] = {
        name.removeprefix(_ATTRIBUTE): value
        for name, value in params.items()
        if name.startswith(_ATTRIBUTE)
    }
    return Search(
        text=params.get("q", "")[:_TEXT_LIMIT],
        category=params.get("category") or None,
        colours=_several(params, "colour"),
        sizes=_several(params, "size"),
        manufacturers=_several(params, "manufacturer"),
        gender=params.get("gender") or None,
        price_min=_money(params, "minPrice", brand),
        price_max=_money(params, "maxPrice", brand),
        attributes=attributes,
        in_stock=params.get("inStock", str(in_stock)).lower() == "true",
        sort=_sort(params),
    )


def limit_of(params: QueryParams) -> int:
    """Return how many are asked for, at most `MOST_PER_PAGE`."""
    return max(1, min(_number(params, "limit", DEFAULT_LIMIT), MOST_PER_PAGE))


def offset_in(found: Found, cursor: str) -> int:
    """Return where the page of a cursor begins: after the last product shown, wherever it is now.

    Raises:
        ProblemError: 400 for a cursor that is none of ours.
    """
    if not cursor:
        return 0
    try:
        offset, last = json.loads(base64.urlsafe_b64decode(cursor))
        place = int(offset)
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise ProblemError(400, "Invalid request", "The cursor is not valid.") from error
    shown = (number for number, hit in enumerate(found.hits) if hit.entry.id == last)
    return max(0, next(shown, place - 1) + 1)


def next_cursor(found: Found, end: int) -> str | None:
    """Return the cursor of the page that begins at `end`; None where there is none."""
    if end >= found.total:
        return None
    last = found.hits[end - 1].entry.id
    return base64.urlsafe_b64encode(json.dumps([end, last]).encode()).decode()


def _several(params: QueryParams, name: str) -> tuple[str, ...]:
    values = (part.strip() for value in params.getlist(name) for part in value.split(","))
    return tuple(value for value in values if value)


def _money(params: QueryParams, name: str, brand: Brand) -> Money | None:
    if not params.get(name):
        return None
    currency = params.get("currency", brand.currency).upper()
    return Money(amount_minor=_number(params, name, 0), currency=currency)


def _number(params: QueryParams, name: str, default: int) -> int:
    text = params.get(name, "")
    if not text:
        return default
    if not (text.isascii() and text.isdecimal()):
        raise ProblemError(400, "Invalid request", f"{name} is a whole number.")
    return int(text[:12])


def _sort(params: QueryParams) -> Sort:
    asked = params.get("sort", "relevance")
    for known in get_args(Sort):
        if known == asked:
            return known
    raise ProblemError(400, "Invalid request", f"sort is one of {', '.join(get_args(Sort))}.")
