"""The shop as it is shipped: its brands, their seed products and their words."""

from functools import cache
from pathlib import Path

from shared.brands import load_brands
from shared.models.brand import Brand
from shared.models.product import Product
from shared.nlu.vocabulary import Vocabulary
from shared.vocabularies import vocabulary_of

CHART = Path(__file__).parents[2] / "helm/agent-store"
BRANDS = ("beauty", "fashion", "gaming", "home", "tech")
LANGUAGES = {"en": "en-US", "pt": "pt-BR", "es": "es-MX"}


@cache
def shipped_brands() -> dict[str, Brand]:
    """Return the five brands."""
    return load_brands(CHART / "brands")


@cache
def shipped_products(brand: str) -> tuple[Product, ...]:
    """Return a brand's seed products."""
    lines = (CHART / "catalog" / f"{brand}.jsonl").read_text("utf-8").splitlines()
    return tuple(Product.model_validate_json(line) for line in lines)


@cache
def shipped_vocabulary(brand: str) -> Vocabulary:
    """Return the words a brand's shoppers use."""
    return vocabulary_of(shipped_brands()[brand], shipped_products(brand))
