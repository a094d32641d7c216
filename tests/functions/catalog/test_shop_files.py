"""The five brands' own catalogs, searched as shoppers would."""

from pathlib import Path

import pytest

from functions.catalog.documents import indexed
from functions.catalog.imports import from_jsonl
from functions.catalog.index import CatalogIndex
from functions.catalog.live import shelves
from functions.catalog.search import find
from shared.events.products import Search

FOLDER = Path("helm/agent-store/catalog")


@pytest.fixture(scope="module")
def index() -> CatalogIndex:
    filled = CatalogIndex()
    for brand, shelf in shelves().items():
        parsed = from_jsonl((FOLDER / f"{brand}.jsonl").read_text(), shelf.brand)
        assert parsed.rejected == ()
        filled.apply([indexed(each, shelf.brand.categories) for each in parsed.products])
    return filled


def test_every_brand_has_at_least_forty_products(index: CatalogIndex) -> None:
    for shelf in shelves().values():
        assert find(index, shelf, Search(in_stock=False), relax=False).total >= 40


@pytest.mark.parametrize(
    ("brand", "text", "language", "category"),
    [
        ("fashion", "running shoes", "en", "running-shoes"),
        ("fashion", "tênis de corrida", "pt", "running-shoes"),
        ("fashion", "vestdo", "pt", "dresses"),
        ("fashion", "jeanz", "en", "trousers"),
        ("fashion", "chamarra impermeable", "es", "outerwear"),
        ("tech", "smart phone", "en", "phones"),
        ("tech", "wireles headphones", "en", "headphones"),
        ("tech", "audífonos inalámbricos", "es", "headphones"),
        ("tech", "gaming laptop", "en", "laptops"),
        ("home", "sofá cinza", "pt", "sofas"),
        ("home", "mesa de centro", "es", "tables"),
        ("beauty", "batom vermelho", "pt", "lips"),
        ("beauty", "shampo", "en", "hair"),
        ("gaming", "mechanical keybord", "en", "keyboards"),
        ("gaming", "silla gamer", "es", "seating"),
    ],
)
def test_the_first_hit_is_what_was_meant(
    index: CatalogIndex, brand: str, text: str, language: str, category: str
) -> None:
    found = find(index, shelves()[brand], Search(text=text), language=language)

    assert category in found.hits[0].entry.path
