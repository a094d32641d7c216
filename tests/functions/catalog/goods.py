"""A small shop to search in: two brands, a dozen products, three languages."""

from datetime import UTC, datetime, timedelta
from typing import Any

from functions.catalog.documents import indexed
from functions.catalog.index import CatalogIndex
from functions.catalog.search import Found, Shelf, find, shelf_of
from shared.events.products import Search
from shared.models.product import Option, Product, Variant
from tests.functions.catalog.sample_brands import FASHION, TECH, text, usd

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


def product(
    key: str,
    category: str,
    title: dict[str, str],
    variants: list[tuple[dict[str, str], int, int]],
    *,
    brand: str = "fashion",
    **more: Any,
) -> Product:
    names = dict.fromkeys(name for options, _, _ in variants for name in options)
    return Product(
        id=key,
        brand=brand,
        category=category,
        title=title,
        variants=tuple(
            Variant(sku=f"{key}-{place}", options=options, price=usd(price), stock=stock)
            for place, (options, price, stock) in enumerate(variants, start=1)
        ),
        options=tuple(
            Option(name=name, values=tuple(dict.fromkeys(o[name] for o, _, _ in variants)))
            for name in names
        ),
        **more,
    )


def in_colours_and_sizes(
    price: int, stocked: dict[str, list[str]], gone: dict[str, list[str]] | None = None
) -> list[tuple[dict[str, str], int, int]]:
    """Return a variant per colour and size, five pieces each; those in `gone` are sold out."""
    return [
        ({"colour": colour, "size": size}, price, pieces)
        for pieces, held in ((5, stocked), (0, gone or {}))
        for colour, sizes in held.items()
        for size in sizes
    ]


GOODS = (
    product(
        "aero",
        "running-shoes",
        text("Aero Running Shoes", "Tênis de corrida Aero", "Tenis para correr Aero"),
        in_colours_and_sizes(12900, {"blue": ["41", "42"], "black": ["42"]}, {"blue": ["43"]}),
        description=text("Light and fast.", "Leve e rápido.", "Ligero y rápido."),
        manufacturer="Northwind",
        gender="unisex",
        attributes={"material": "recycled mesh", "waterproof": False},
        popularity=80,
        updated_at=EPOCH + timedelta(days=3),
    ),
    product(
        "trail",
        "running-shoes",
        text("Trail Running Shoes", "Tênis de trilha", "Tenis de trail"),
        in_colours_and_sizes(15900, {"green": ["42"], "navy": ["41"]}),
        description=text("Grip for mud.", "Aderência na lama.", "Agarre en el barro."),
        manufacturer="Peakline",
        gender="men",
        attributes={"material": "mesh", "waterproof": True},
        popularity=40,
        updated_at=EPOCH + timedelta(days=5),
    ),
    product(
        "chelsea",
        "shoes",
        text("Chelsea Boots", "Bota Chelsea", "Botas Chelsea"),
        in_colours_and_sizes(18900, {"brown": ["41", "42"]}),
        manufacturer="Casa Verde",
        gender="women",
        attributes={"material": "leather"},
        popularity=55,
    ),
    product(
        "derby",
        "shoes",
        text("Leather Derbies", "Sapato derby de couro", "Zapatos derby de cuero"),
        in_colours_and_sizes(14900, {"black": ["43"]}),
        gender="men",
        attributes={"material": "leather"},
        popularity=10,
    ),
    product(
        "linen",
        "dresses",
        text("Linen Midi Dress", "Vestido midi de linho", "Vestido midi de lino"),
        in_colours_and_sizes(8900, {"white": ["S", "M"], "sky blue": ["M"]}),
        gender="women",
        attributes={"material": "linen"},
        tags=("summer",),
        popularity=90,
        updated_at=EPOCH + timedelta(days=1),
    ),
    product(
        "satin",
        "dresses",
        text("Satin Evening Dress", "Vestido longo de cetim", "Vestido largo de satén"),
        in_colours_and_sizes(17900, {"red": ["S"]}, {"red": ["M"]}),
        gender="women",
        attributes={"material": "satin"},
        popularity=30,
    ),
    product(
        "tote",
        "bags",
        text("Canvas Tote Bag", "Bolsa de lona", "Bolso de lona"),
        [({"colour": "natural"}, 4900, 7)],
        attributes={"material": "canvas"},
        popularity=60,
    ),
    product(
        "sold-out",
        "bags",
        text("Weekender Bag", "Bolsa de viagem", "Bolso de viaje"),
        [({"colour": "black"}, 9900, 0)],
        popularity=99,
    ),
    product(
        "phone",
        "phones",
        text("Nova X Smartphone", "Smartphone Nova X", "Teléfono Nova X"),
        [({"storage": "128 GB"}, 79900, 3), ({"storage": "256 GB"}, 89900, 3)],
        brand="tech",
        manufacturer="Nova",
        popularity=70,
    ),
    product(
        "buds",
        "audio",
        text("Wireless Headphones", "Fones de ouvido sem fio", "Audífonos inalámbricos"),
        [({"colour": "blue"}, 12900, 9)],
        brand="tech",
        manufacturer="Nova",
        attributes={"battery_hours": 30},
        popularity=50,
    ),
)

SHELVES: dict[str, Shelf] = {brand.id: shelf_of(brand) for brand in (FASHION, TECH)}


def filled(goods: tuple[Product, ...] = GOODS) -> CatalogIndex:
    """Return an index of `goods`."""
    index = CatalogIndex()
    index.apply([indexed(one, SHELVES[one.brand].brand.categories) for one in goods])
    return index


def searched(
    index: CatalogIndex, search: Search, *, brand: str = "fashion", language: str = "en"
) -> Found:
    """Return what a shopper of `brand` finds."""
    return find(index, SHELVES[brand], search, language=language)


def ids(found: Found) -> list[str]:
    """Return the products found, best first."""
    return [hit.entry.id for hit in found.hits]
