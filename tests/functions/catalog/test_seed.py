import json
from pathlib import Path

import pytest

from functions.cart.read import read_codes
from functions.catalog import frequent, shelving
from functions.catalog.seed import SeedError, seed
from functions.catalog.shelving import read, set_stock
from shared.brands import brands
from shared.stores.memory import MemoryStore
from tests.functions.catalog.sample_brands import text, usd
from tests.functions.catalog.shop import DRESS, RUNNER
from tests.support.drive import EPOCH

FASHION = brands()["fashion"]
CODE = {
    "code": "WELCOME10",
    "brand": "fashion",
    "kind": "percent",
    "basisPoints": 1000,
    "minimum": {"amountMinor": 5000, "currency": "USD"},
    "validUntil": "2027-01-01T00:00:00+00:00",
}


def folder(path: Path, *products: object, codes: tuple[object, ...] = ()) -> Path:
    (path / "fashion.jsonl").write_text("\n".join(json.dumps(each) for each in products))
    (path / "codes.json").write_text(json.dumps(codes))
    return path


async def test_an_empty_shop_is_filled_once(tmp_path: Path) -> None:
    store = MemoryStore()
    files = folder(tmp_path, DRESS.wire(), RUNNER.wire(), codes=(CODE,))

    first = await seed(store, files, EPOCH)
    again = await seed(store, files, EPOCH)

    assert (first["products"], first["codes"]) == (2, 1)
    assert first["questions"] == sum(len(each.faq) for each in brands().values())
    assert again == {"products": 0, "questions": 0, "codes": 0}
    dress = await read(store, "fashion", "dress")
    assert dress is not None
    assert dress.variants[0].stock == 6
    code = store.collections["codes"]["fashion|WELCOME10"]
    assert (code["basis_points"], code["minimum"]["amount_minor"]) == (1000, 5000)
    assert code["valid_until"].year == 2027


async def test_a_changed_file_changes_what_nobody_edited(tmp_path: Path) -> None:
    store = MemoryStore()
    await seed(store, folder(tmp_path, DRESS.wire(), RUNNER.wire()), EPOCH)
    edited = RUNNER.model_copy(update={"title": text("Edited")})
    await shelving.put(store, edited, EPOCH)
    await set_stock(store, "fashion", "dress-1", available=1)

    renamed = [{**each.wire(), "title": text("From file")} for each in (DRESS, RUNNER)]
    counts = await seed(store, folder(tmp_path, *renamed), EPOCH)

    dress, runner = [await read(store, "fashion", each) for each in ("dress", "runner")]
    assert counts["products"] == 1
    assert dress is not None
    assert runner is not None
    assert (dress.title["en"], runner.title["en"]) == ("From file", "Edited")
    assert dress.variants[0].stock == 1


async def test_what_was_removed_stays_removed(tmp_path: Path) -> None:
    store = MemoryStore()
    await seed(store, folder(tmp_path, DRESS.wire()), EPOCH)
    await shelving.delete(store, "fashion", "dress", EPOCH)
    await frequent.delete(store, FASHION, FASHION.faq[0].slug, EPOCH)

    await seed(store, folder(tmp_path, {**DRESS.wire(), "popularity": 9}), EPOCH)

    assert await read(store, "fashion", "dress") is None
    kept = await frequent.entries_of(store, FASHION)
    assert FASHION.faq[0].slug not in [each.slug for each in kept]


async def test_a_bad_row_stops_the_seed_with_its_line(tmp_path: Path) -> None:
    store = MemoryStore()
    files = folder(tmp_path, DRESS.wire(), {**RUNNER.wire(), "category": "hats"})

    with pytest.raises(SeedError) as error:
        await seed(store, files, EPOCH)

    assert str(error.value) == "fashion.jsonl: line 2 (runner): category 'hats' is unknown"
    assert "products" not in store.collections


async def test_the_shops_own_codes_are_codes_as_carts_read_them() -> None:
    store = MemoryStore()
    own = Path("helm/agent-store/catalog")

    counts = await seed(store, own, EPOCH)

    found = await read_codes(store, "fashion", ["WELCOME10", "SAVE15"])
    assert counts["codes"] == 3
    assert found["WELCOME10"].basis_points == 1000
    assert found["SAVE15"].amount == usd(1500)
