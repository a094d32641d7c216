from functions.catalog.cards import LONGEST_DESCRIPTION, card
from shared.models.product import Media, ProductCard
from tests.functions.catalog.goods import GOODS, in_colours_and_sizes, product
from tests.functions.catalog.sample_brands import text, usd

AERO = GOODS[0]


def test_a_card_speaks_the_shoppers_language_and_offers_what_is_in_stock() -> None:
    shown = card(AERO, "pt")

    assert shown == ProductCard(
        product_id="aero",
        title="Tênis de corrida Aero",
        description="Leve e rápido.",
        price=usd(12900),
        options={"colour": ("blue", "black"), "size": ("41", "42")},
    )


def test_the_price_is_the_lowest_among_the_variants_asked_for() -> None:
    phone = next(each for each in GOODS if each.id == "phone")

    every = card(phone, "en")
    big = card(phone, "en", frozenset({"phone-2"}))

    assert every is not None
    assert big is not None
    assert (every.price, every.sku) == (usd(79900), None)
    assert (big.price, big.sku, big.options) == (usd(89900), "phone-2", {"storage": ("256 GB",)})


def test_a_sold_out_variant_neither_sets_the_price_nor_shows_its_options() -> None:
    shoes = product(
        "x", "shoes", text("X"), [*in_colours_and_sizes(100, {}, {"red": ["40"]})]
    ).model_copy(update={"media": (Media(url="/x.svg"),)})
    mixed = shoes.model_copy(
        update={
            "variants": (
                *shoes.variants,
                shoes.variants[0].model_copy(
                    update={
                        "sku": "x-2",
                        "stock": 1,
                        "price": usd(200),
                        "compare_at": usd(250),
                        "options": {"colour": "blue", "size": "41"},
                    }
                ),
            )
        }
    )

    shown = card(mixed, "en")
    gone = card(shoes, "en")

    assert shown is not None
    assert (shown.price, shown.compare_at) == (usd(200), usd(250))
    assert shown.options == {"colour": ("blue",), "size": ("41",)}
    assert gone is not None
    assert (gone.in_stock, gone.price, gone.options) == (False, usd(100), {})
    assert gone.image_url == "/x.svg"


def test_a_product_whose_variants_are_gone_has_no_card() -> None:
    assert card(AERO, "en", frozenset({"other"})) is None


def test_a_long_description_ends_at_a_word() -> None:
    long = AERO.model_copy(update={"description": text("soft and warm, " * 40)})

    shown = card(long, "es")

    assert shown is not None
    assert len(shown.description) <= LONGEST_DESCRIPTION
    assert shown.description.endswith(("soft…", "and…", "warm…"))
