"""Pictures of products that have no photograph: drawn from title, category and colour."""

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from html import escape
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from functions.catalog.colours import colour_terms
from functions.catalog.entries import COLOUR_NAMES
from functions.catalog.live import shelves
from functions.catalog.words import term
from shared.catalog_reads import PRODUCTS, product_key
from shared.errors import ProblemError
from shared.function.rest import ports_of
from shared.models.product import Product
from shared.models.wire import in_language

_PAINT: Final = {
    "black": "#2b2b2f",
    "white": "#eceae4",
    "grey": "#9aa0a6",
    "blue": "#3f6fb5",
    "red": "#c0463f",
    "green": "#4f8a5b",
    "yellow": "#e3b93c",
    "orange": "#e08a3c",
    "pink": "#dd8fa8",
    "purple": "#7d63a8",
    "brown": "#8a5f43",
    "beige": "#d8c4a3",
    "gold": "#c9a24a",
    "silver": "#b9bec6",
}
_LINE: Final = 20
_LINES: Final = 3
_HEADERS: Final = {
    "Cache-Control": "public, max-age=86400",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "X-Content-Type-Options": "nosniff",
}


async def picture(request: Request) -> Response:
    """Draw the product that the file is named for."""
    name: str = request.path_params["file"]
    keys = [product_key(brand, name) for brand in shelves()]
    found = await ports_of(request).store.find(PRODUCTS, {"_id": {"$in": keys}}, limit=1)
    if not found:
        raise ProblemError(404, "Not found")
    product = Product.model_validate(found[0]["product"])
    title = in_language(product.title, "en")
    drawn = draw(title, product.category, tuple(colours_of(product)))
    tag = f'"{hashlib.sha256(drawn.encode()).hexdigest()[:16]}"'
    headers = {**_HEADERS, "ETag": tag}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(drawn, media_type="image/svg+xml", headers=headers)


def colours_of(product: Product) -> list[str]:
    """Return the paint of each colour the product comes in; one by its id where it has none."""
    spoken = [
        value
        for option in product.options
        if term(option.name) in COLOUR_NAMES
        for value in option.values
    ]
    found = [
        next((_PAINT[name] for name in colour_terms(value) if name in _PAINT), None)
        for value in spoken
    ]
    paints = list(dict.fromkeys(paint for paint in found if paint))
    by_id = list(_PAINT.values())[sum(product.id.encode()) % len(_PAINT)]
    return paints or [by_id]


@lru_cache(maxsize=512)
def draw(title: str, category: str, paints: Sequence[str]) -> str:
    """Return an SVG of 800 by 800 pixels.

    Args:
        title: written out, in at most three lines.
        category: written small above; it also decides the shape.
        paints: colours as `#rrggbb`, the first one large, the others as swatches.
    """
    main = paints[0]
    lines = "".join(
        f'<text x="60" y="{640 + 52 * row}" font-size="44" font-weight="600">{escape(line)}</text>'
        for row, line in enumerate(_wrapped(title))
    )
    swatches = "".join(
        f'<circle cx="{92 + 60 * place}" cy="84" r="22" fill="{paint}" stroke="#fff" '
        'stroke-width="4"/>'
        for place, paint in enumerate(paints[:6])
    )
    label = escape(category.replace("-", " ").upper())
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 800" width="800" height="800" '
        f'role="img" aria-label="{escape(title)}">'
        '<rect width="800" height="800" fill="#f6f3ee"/>'
        f"{_shape(category, main)}{swatches}"
        '<g fill="#26242a" font-family="Helvetica, Arial, sans-serif">'
        f'<text x="60" y="578" font-size="24" letter-spacing="3" opacity="0.6">{label}</text>'
        f"{lines}</g></svg>"
    )


def _shape(category: str, paint: str) -> str:
    """Return one of four shapes; products of a category look alike."""
    shapes = (
        '<circle cx="400" cy="320" r="190"',
        '<rect x="220" y="140" width="360" height="360" rx="64"',
        '<path d="M400 120 L600 480 L200 480 Z" stroke-linejoin="round"',
        '<path d="M210 440 Q400 60 590 440 Z"',
    )
    chosen = shapes[sum(category.encode()) % len(shapes)]
    shadow = '<ellipse cx="400" cy="522" rx="210" ry="18" fill="#000" opacity="0.08"/>'
    return f'{shadow}{chosen} fill="{paint}" stroke="#0000001a" stroke-width="6"/>'


def _wrapped(title: str) -> list[str]:
    lines = [""]
    for word in title.split():
        if lines[-1] and len(lines[-1]) + len(word) + 1 > _LINE:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines[:_LINES]
