"""Products from JSON Lines or CSV, with a report of the rows that were refused."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from string import ascii_letters, digits
from typing import Final

from pydantic import ValidationError

from functions.catalog.table import RowError, product_of, row_key
from shared.models.brand import Brand
from shared.models.product import Product
from shared.models.wire import WireModel

MOST_REPORTED: Final = 200

_PLAIN: Final = frozenset(f"{ascii_letters}{digits} _-")
"""What names may be written with: dots and dollars mean something in MongoDB."""
_PICTURE: Final = re.compile(r"(https://[^\s/]+/|/(?!/))\S{1,2000}")
"""What browsers and WhatsApp may fetch a picture from; no other scheme, no other host's http."""


class RejectedRow(WireModel):
    """A row that became no product."""

    row: int
    """Line of the file, from 1; the header of a CSV file is line 1."""
    id: str = ""
    reason: str


@dataclass(frozen=True, slots=True)
class Import:
    """What a file holds for one brand."""

    products: tuple[Product, ...]
    rejected: tuple[RejectedRow, ...]


def from_jsonl(text: str, brand: Brand) -> Import:
    """Return the products of a file with one JSON product per line; empty lines are skipped."""
    return _checked(_json_rows(text), brand)


def from_csv(text: str, brand: Brand) -> Import:
    """Return the products of a table with one variant per row; see `table` for the columns.

    Rows of one product stand together or apart; the first has what is the product's own.
    """
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    groups: dict[str, list[tuple[int, dict[str, str]]]] = {}
    rejected: list[RejectedRow] = []
    try:
        for row in reader:
            cells = {name: value or "" for name, value in row.items() if name}
            if key := row_key(cells):
                groups.setdefault(key, []).append((reader.line_num, cells))
            else:
                rejected.append(RejectedRow(row=reader.line_num, reason="id is missing"))
    except csv.Error as error:
        rejected.append(RejectedRow(row=reader.line_num, reason=f"not CSV: {error}"))
    found = _checked(_table_rows(groups, brand), brand)
    return Import(found.products, (*rejected, *found.rejected)[:MOST_REPORTED])


_Parsed = tuple[int, str, Product | str]
"""Line, id as far as known, and the product or why it is none."""


def _json_rows(text: str) -> Iterator[_Parsed]:
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            parsed: object = json.loads(line)
        except ValueError:
            yield number, "", "not JSON"
            continue
        try:
            product = Product.model_validate(parsed)
            yield number, product.id, product
        except ValidationError as error:
            yield number, _id_in(parsed), _reason(error)


def _table_rows(
    groups: dict[str, list[tuple[int, dict[str, str]]]], brand: Brand
) -> Iterator[_Parsed]:
    for key, rows in groups.items():
        line = rows[0][0]
        try:
            yield line, key, product_of([cells for _, cells in rows], brand)
        except RowError as error:
            yield line, key, str(error)
        except ValidationError as error:
            yield line, key, _reason(error)


def _checked(parsed: Iterable[_Parsed], brand: Brand) -> Import:
    products: dict[str, Product] = {}
    owners: dict[str, str] = {}
    rejected: list[RejectedRow] = []
    for line, key, product in parsed:
        reason = product if isinstance(product, str) else _objection(product, brand, owners)
        if isinstance(product, Product) and not reason and product.id in products:
            reason = "the same id came before"
        if isinstance(product, str) or reason:
            rejected.append(RejectedRow(row=line, id=key, reason=reason or ""))
            continue
        products[product.id] = product
        owners |= {each.sku: product.id for each in product.variants}
    return Import(tuple(products.values()), tuple(rejected[:MOST_REPORTED]))


def _objection(product: Product, brand: Brand, owners: dict[str, str]) -> str | None:
    """Return why a well-formed product cannot be this brand's."""
    skus = [each.sku for each in product.variants]
    currencies = {each.price.currency for each in product.variants}
    taken = next((sku for sku in skus if owners.get(sku, product.id) != product.id), None)
    checks = (
        (product.brand != brand.id, f"brand is {product.brand!r}, not {brand.id!r}"),
        (
            product.category not in {each.id for each in brand.categories},
            f"category {product.category!r} is unknown",
        ),
        (not product.title.get("en", "").strip(), "the English title is missing"),
        ("|" in product.id or any("|" in sku for sku in skus), "ids have no |"),
        (
            not _PLAIN.issuperset("".join(_names(product))),
            "names of options and attributes have only letters, digits, _ and -",
        ),
        (len(set(skus)) < len(skus), "a SKU comes twice"),
        (taken is not None, f"SKU {taken!r} belongs to {owners.get(taken or '')!r}"),
        (currencies != {brand.currency}, f"prices must be in {brand.currency}"),
        (any(each.price.amount_minor < 0 for each in product.variants), "a price is negative"),
        (
            not all(_PICTURE.fullmatch(each.url) for each in product.media),
            "a picture's address begins with https:// or is a path of the shop",
        ),
    )
    return next((reason for wrong, reason in checks if wrong), None)


def _names(product: Product) -> Iterator[str]:
    yield from product.attributes
    for each in product.variants:
        yield from each.options


def objection(product: Product, brand: Brand) -> str | None:
    """Return why a product cannot be kept for `brand`; None if it can."""
    return _objection(product, brand, {})


def _id_in(parsed: object) -> str:
    return str(parsed.get("id", ""))[:64] if isinstance(parsed, dict) else ""  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]


def _reason(error: ValidationError) -> str:
    first = error.errors()[0]
    return f"{'.'.join(str(part) for part in first['loc']) or 'row'}: {first['msg']}"
