"""Products as JSON Lines; `table` has them as CSV."""

import json
from collections.abc import Iterable

from shared.models.product import Product


def to_jsonl(products: Iterable[Product]) -> str:
    """Return one JSON product per line, as imports read them."""
    return "".join(f"{json.dumps(product.wire(), ensure_ascii=False)}\n" for product in products)
