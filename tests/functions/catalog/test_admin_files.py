from shared.events.products import Search
from tests.functions.catalog.sample_brands import text
from tests.functions.catalog.shop import (
    ADMIN,
    BRAND,
    Shop,
    titles,
)


async def test_an_import_takes_good_rows_and_reports_bad_ones(shop: Shop) -> None:
    table = (
        "id,category,title:en,sku,price,stock\n"
        "purse,bags,Green Purse,PURSE-1,25.00,3\n"
        "hat,hats,Hat,HAT-1,10,1\n"
    )

    answer = await shop.http.post(
        "/v1/admin/imports",
        params=BRAND,
        content=table,
        headers={**ADMIN, "Content-Type": "text/csv"},
    )

    assert answer.json() == {
        "created": 1,
        "changed": 0,
        "rejected": [{"row": 3, "id": "hat", "reason": "category 'hats' is unknown"}],
    }
    found = await shop.ask(kind="search", search=Search(text="purse"))
    assert titles(found) == ["Green Purse"]


async def test_an_export_can_be_imported_again(shop: Shop) -> None:
    for kind, media in (("jsonl", "application/x-ndjson"), ("csv", "text/csv")):
        export = await shop.http.get(
            "/v1/admin/products/export", params={**BRAND, "format": kind}, headers=ADMIN
        )
        back = await shop.http.post(
            "/v1/admin/imports",
            params={**BRAND, "stock": "replace"},
            content=export.content,
            headers={**ADMIN, "Content-Type": media},
        )

        assert back.json() == {"created": 0, "changed": 3, "rejected": []}


async def test_frequent_questions_are_the_admins_once_edited(shop: Shop) -> None:
    entry = {
        "slug": "returns",
        "topic": "returns",
        "question": text("Can I return it?"),
        "answer": text("Within 60 days."),
    }

    put = await shop.http.put("/v1/admin/faq/returns", params=BRAND, json=entry, headers=ADMIN)
    answer = await shop.ask(kind="faq", topic="returns", question="can i return it?")
    gone = await shop.http.delete("/v1/admin/faq/returns", params=BRAND, headers=ADMIN)
    listed = await shop.http.get("/v1/admin/faq", params=BRAND, headers=ADMIN)

    assert (put.status_code, gone.status_code) == (200, 204)
    assert answer["faq"]["answer"] == text("Within 60 days.")
    slugs = [each["slug"] for each in listed.json()["faq"]]
    assert "returns" not in slugs
    assert len(slugs) > 3


async def test_brands_are_readable_by_admins(shop: Shop) -> None:
    answer = await shop.http.get("/v1/admin/brands", headers=ADMIN)

    assert "fashion" in [each["id"] for each in answer.json()["brands"]]
