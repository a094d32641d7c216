"""Products as a table: one row per variant.

Columns: `id`, `category`, `title:en|pt|es`, `description:en|pt|es`, `manufacturer`, `gender`,
`tags` and `media` (separated by `|`), `popularity`, `attribute:<name>`, and per variant `sku`,
`option:<name>`, `price`, `compare_at` (as `129.90`), `stock`. A product's own columns are read
from its first row.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation, Overflow
from typing import Final

from shared.models.brand import Brand
from shared.models.money import Money, exponent
from shared.models.product import AttributeValue, Media, Option, Product, Variant

_LANGUAGES: Final = ("en", "pt", "es")
_SEPARATOR: Final = "|"
_MOST_MINOR: Final = 10**12

Cells = dict[str, str]


class RowError(ValueError):
    """A cell that cannot be read."""

    def __init__(self, column: str, value: str) -> None:
        super().__init__(f"{column}: {value[:40]!r} cannot be read")


def row_key(cells: Cells) -> str:
    """Return the product a row belongs to."""
    return cells.get("id", "").strip()


def product_of(rows: Sequence[Cells], brand: Brand) -> Product:
    """Return the product that its rows describe.

    Raises:
        RowError: a number cannot be read.
        ValidationError: a value is missing or out of range.
    """
    first = rows[0]
    names = [name.removeprefix("option:") for name in first if name.startswith("option:")]
    variants = tuple(_variant(cells, names, brand.currency) for cells in rows)
    options = tuple(
        Option(name=name, values=tuple(dict.fromkeys(v.options[name] for v in having)))
        for name in names
        if (having := [each for each in variants if name in each.options])
    )
    return Product(
        id=row_key(first),
        brand=brand.id,
        category=first.get("category", "").strip(),
        title=_texts(first, "title"),
        description=_texts(first, "description"),
        manufacturer=first.get("manufacturer", "").strip(),
        gender=first.get("gender", "").strip() or None,
        attributes={
            name.removeprefix("attribute:"): _value(cell)
            for name, cell in first.items()
            if name.startswith("attribute:") and cell.strip()
        },
        options=options,
        variants=variants,
        media=tuple(Media(url=url) for url in _list(first.get("media", ""))),
        tags=_list(first.get("tags", "")),
        popularity=_whole(first, "popularity"),
    )


def to_csv(products: Iterable[Product]) -> str:
    """Return products as a table that `product_of` reads back."""
    rows = [row for product in products for row in _rows(product)]
    columns = list(dict.fromkeys(name for row in rows for name in row))
    target = io.StringIO()
    writer = csv.DictWriter(target, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return target.getvalue()


def _rows(product: Product) -> list[Cells]:
    shared = {
        "id": product.id,
        "category": product.category,
        **{f"title:{code}": product.title.get(code, "") for code in _LANGUAGES},
        **{f"description:{code}": product.description.get(code, "") for code in _LANGUAGES},
        "manufacturer": product.manufacturer,
        "gender": product.gender or "",
        "tags": _SEPARATOR.join(product.tags),
        "media": _SEPARATOR.join(each.url for each in product.media),
        "popularity": str(product.popularity),
        **{f"attribute:{name}": _cell(value) for name, value in product.attributes.items()},
    }
    return [
        {
            **shared,
            "sku": each.sku,
            **{f"option:{name}": value for name, value in each.options.items()},
            "price": _decimal(each.price),
            "compare_at": _decimal(each.compare_at) if each.compare_at else "",
            "stock": str(each.stock),
        }
        for each in product.variants
    ]


def _variant(cells: Cells, names: Sequence[str], currency: str) -> Variant:
    before = cells.get("compare_at", "").strip()
    return Variant(
        sku=cells.get("sku", "").strip(),
        options={
            name: value for name in names if (value := cells.get(f"option:{name}", "").strip())
        },
        price=_money(cells, "price", currency),
        compare_at=_money(cells, "compare_at", currency) if before else None,
        stock=_whole(cells, "stock"),
    )


def _money(cells: Cells, column: str, currency: str) -> Money:
    text = cells.get(column, "").strip()
    try:
        minor = Decimal(text).scaleb(exponent(currency))
        readable = minor.is_finite() and abs(minor) < _MOST_MINOR and minor == int(minor)
    except (InvalidOperation, Overflow) as error:
        raise RowError(column, text) from error
    if not readable:
        raise RowError(column, text)
    return Money(amount_minor=int(minor), currency=currency)


def _decimal(money: Money) -> str:
    digits = exponent(money.currency)
    return f"{Decimal(money.amount_minor).scaleb(-digits):.{digits}f}"


def _whole(cells: Cells, column: str) -> int:
    text = cells.get(column, "").strip()
    if not text:
        return 0
    if not text.removeprefix("-").isdecimal():
        raise RowError(column, text)
    return int(text)


def _texts(cells: Cells, name: str) -> dict[str, str]:
    found = {code: cells.get(f"{name}:{code}", "").strip() for code in _LANGUAGES}
    return {code: text for code, text in found.items() if text}


def _list(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(_SEPARATOR) if part.strip())


def _value(cell: str) -> AttributeValue:
    text = cell.strip()
    if text in {"true", "false"}:
        return text == "true"
    for kind in (int, float):
        try:
            number = kind(text)
        except ValueError:
            continue
        if _cell(number) == text:
            return number
    return text


def _cell(value: AttributeValue) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
