import json

import pytest

from functions.catalog.exports import to_jsonl
from functions.catalog.imports import RejectedRow, from_csv, from_jsonl
from functions.catalog.table import to_csv
from shared.models.product import Media
from tests.functions.catalog.goods import GOODS
from tests.functions.catalog.sample_brands import FASHION, text, usd

OURS = tuple(
    each.model_copy(update={"updated_at": None, "media": (Media(url="/a.svg"),)})
    for each in GOODS
    if each.brand == "fashion"
)
LINE = OURS[0].wire()
PICTURES = "a picture's address begins with https:// or is a path of the shop"


def line(**changes: object) -> str:
    return json.dumps({**LINE, **changes})


def test_an_export_as_json_lines_is_read_back_unchanged() -> None:
    again = from_jsonl(to_jsonl(OURS), FASHION)

    assert again.products == OURS
    assert again.rejected == ()


def test_a_picture_may_lie_at_another_host() -> None:
    there = line(media=[{"url": "https://cdn.example/shoes/1.jpg?w=800"}])

    assert from_jsonl(there, FASHION).rejected == ()


def test_an_export_as_a_table_is_read_back_unchanged() -> None:
    again = from_csv(to_csv(OURS), FASHION)

    assert again.products == OURS
    assert again.rejected == ()


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("{", "not JSON"),
        ("[]", "row: Input should be a valid dictionary or instance of Product"),
        (line(brand="tech"), "brand is 'tech', not 'fashion'"),
        (line(category="hats"), "category 'hats' is unknown"),
        (line(title={"pt": "Só"}), "the English title is missing"),
        (line(id="a|b"), "ids have no |"),
        (line(variants=[]), "variants: Tuple should have at least 1 item after validation, not 0"),
        (
            line(variants=[{"sku": "x", "price": {"amountMinor": 1, "currency": "BRL"}}]),
            "prices must be in USD",
        ),
        (
            line(variants=[{"sku": "x", "price": {"amountMinor": -1, "currency": "USD"}}]),
            "a price is negative",
        ),
        (
            line(variants=[{"sku": "x", "price": {"amountMinor": 1, "currency": "USD"}}] * 2),
            "a SKU comes twice",
        ),
        *(
            (line(media=[{"url": "/a.svg"}, {"url": url}]), PICTURES)
            for url in (
                "http://a/b.jpg",
                "//a/b.jpg",
                "javascript:1",
                "data:image/png,x",
                "",
                "/ b",
            )
        ),
    ],
)
def test_a_bad_row_is_refused_with_its_reason_and_the_others_are_taken(
    row: str, reason: str
) -> None:
    found = from_jsonl(f"{row}\n\n{line(id='good')}\n", FASHION)

    assert [each.id for each in found.products] == ["good"]
    assert [(each.row, each.reason) for each in found.rejected] == [(1, reason)]


def test_the_same_id_and_a_taken_sku_are_refused() -> None:
    found = from_jsonl(f"{line()}\n{line()}\n{line(id='other')}", FASHION)

    assert [each.id for each in found.products] == ["aero"]
    assert found.rejected == (
        RejectedRow(row=2, id="aero", reason="the same id came before"),
        RejectedRow(row=3, id="other", reason="SKU 'aero-1' belongs to 'aero'"),
    )


def test_table_rows_of_one_product_become_its_variants() -> None:
    table = (
        "id,category,title:en,title:pt,sku,option:size,price,compare_at,stock,attribute:wide\n"
        "clog,shoes,Clog,Tamanco,C-1,36,49.90,59.9,3,true\n"
        "bag,bags,Bag,,B-1,,10,,1,\n"
        "clog,shoes,,,C-2,37,52.00,,0,\n"
    )

    found = from_csv(table, FASHION)

    clog, bag = found.products
    assert clog.title == text("Clog", "Tamanco")
    assert clog.attributes == {"wide": True}
    assert clog.options[0].values == ("36", "37")
    assert [(each.sku, each.price, each.compare_at, each.stock) for each in clog.variants] == [
        ("C-1", usd(4990), usd(5990), 3),
        ("C-2", usd(5200), None, 0),
    ]
    assert (bag.options, bag.variants[0].price) == ((), usd(1000))


@pytest.mark.parametrize(
    ("price", "stock", "reason"),
    [
        ("12,50", "1", "price: '12,50' cannot be read"),
        ("1.999", "1", "price: '1.999' cannot be read"),
        ("NaN", "1", "price: 'NaN' cannot be read"),
        ("Infinity", "1", "price: 'Infinity' cannot be read"),
        ("1e999999", "1", "price: '1e999999' cannot be read"),
        ("", "1", "price: '' cannot be read"),
        ("1", "many", "stock: 'many' cannot be read"),
        ("1", "-1", "stock: Input should be greater than or equal to 0"),
    ],
)
def test_a_table_cell_that_cannot_be_read_is_named(price: str, stock: str, reason: str) -> None:
    table = f'id,category,title:en,sku,price,stock\nx,bags,X,X-1,"{price}",{stock}\n'

    found = from_csv(table, FASHION)

    assert found.products == ()
    assert found.rejected == (RejectedRow(row=2, id="x", reason=reason),)


def test_a_table_row_without_an_id_is_refused() -> None:
    found = from_csv("id,sku\n,X\n", FASHION)

    assert found.rejected == (RejectedRow(row=2, reason="id is missing"),)
