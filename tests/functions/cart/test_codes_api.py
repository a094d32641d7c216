import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from functions.cart.codes import DiscountCode
from tests.functions.cart.making import code
from tests.functions.cart.stocking import open_shop, service
from tests.support.drive import Memory

ADMIN = {"Authorization": "Bearer admin-token"}
PATH = "/v1/admin/codes"
NEW = {"code": "SUMMER", "kind": "percent", "basisPoints": 2000, "limitTotal": 5}


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("ADMIN_TOKEN", "admin-token")
    return iter(())


@pytest.fixture
def seeds() -> list[dict[str, object]]:
    return json.loads(Path("helm/agent-store/catalog/codes.json").read_text(encoding="utf-8"))


def admin(memory: Memory) -> httpx.AsyncClient:
    api = service(memory)
    api.headers.update(ADMIN)
    return api


async def test_a_code_is_made_shown_changed_and_retired() -> None:
    memory = Memory()
    api = admin(memory)

    made = await api.post(PATH, json=NEW)
    changed = await api.patch(f"{PATH}/summer", json={"basisPoints": 1500, "limitTotal": 6})
    shown = await api.get(f"{PATH}/SUMMER")
    retired = await api.delete(f"{PATH}/SUMMER")
    after = await api.get(f"{PATH}/SUMMER")

    assert (made.status_code, changed.status_code, retired.status_code) == (201, 200, 204)
    assert made.json()["brand"] == "*"
    assert shown.json() == changed.json()
    assert (shown.json()["basisPoints"], shown.json()["limitTotal"]) == (1500, 6)
    assert after.json()["active"] is False
    actions = [one["action"] for one in memory.store.collections["audit"].values()]
    assert actions == ["code.created", "code.changed", "code.changed"]


async def test_a_code_is_made_once_and_a_repeated_key_answers_the_same() -> None:
    api = admin(Memory())
    headers = {"Idempotency-Key": "k"}

    first = await api.post(PATH, json=NEW, headers=headers)
    again = await api.post(PATH, json=NEW, headers=headers)
    other = await api.post(PATH, json=NEW)

    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 409)


async def test_codes_are_listed_page_by_page_and_by_brand() -> None:
    codes = [code(f"C{number:03}") for number in range(101)]
    api = admin(await open_shop(codes=(*codes, code("OWN", brand="tech"))))

    first = (await api.get(PATH)).json()
    rest = (await api.get(PATH, params={"after": first["next"]})).json()
    own = (await api.get(PATH, params={"brand": "tech"})).json()

    assert (len(first["codes"]), len(rest["codes"]), "next" in rest) == (100, 2, False)
    assert [one["code"] for one in own["codes"]] == ["OWN"]


@pytest.mark.parametrize(
    "body",
    [
        {**NEW, "code": "has space"},
        {**NEW, "basisPoints": 0},
        {**NEW, "kind": "bogus"},
        {**NEW, "brand": "groceries"},
        {**NEW, "limitTotal": 0},
    ],
)
async def test_a_code_that_makes_no_sense_is_not_made(body: dict[str, object]) -> None:
    memory = Memory()

    answer = await admin(memory).post(PATH, json=body)

    assert answer.status_code == 400
    assert memory.store.collections.get("codes", {}) == {}


@pytest.mark.parametrize(
    "patch",
    [
        {"code": "OTHER"},
        {"brand": "tech"},
        {"limitTotal": None},
        {"limitPerCustomer": 1},
        {"basisPoints": 10_001},
        {"basis_points": 5},
        {"colour": "red"},
    ],
)
async def test_what_would_spoil_a_code_is_not_changed(patch: dict[str, object]) -> None:
    memory = Memory()
    api = admin(memory)
    await api.post(PATH, json=NEW)

    answer = await api.patch(f"{PATH}/SUMMER", json=patch)

    assert answer.status_code == 400
    assert memory.store.collections["codes"]["*|SUMMER"]["revision"] == 1


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
async def test_a_code_that_is_not_there_is_not_found(method: str) -> None:
    answer = await admin(Memory()).request(method, f"{PATH}/NOPE")

    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("token", "status"), [("", 401), ("Bearer wrong", 403), ("Basic admin-token", 401)]
)
async def test_only_admins_come_in(token: str, status: int) -> None:
    memory = Memory()
    api = service(memory)
    headers = {"Authorization": token} if token else {}

    answers = [
        await api.get(PATH, headers=headers),
        await api.post(PATH, json=NEW, headers=headers),
        await api.patch(f"{PATH}/SUMMER", json={}, headers=headers),
        await api.delete(f"{PATH}/SUMMER", headers=headers),
    ]

    assert [answer.status_code for answer in answers] == [status] * 4
    assert memory.store.collections.get("codes", {}) == {}


async def test_the_demo_codes_can_be_made(seeds: list[dict[str, object]]) -> None:
    api = admin(Memory())
    for seed in seeds:
        assert (await api.post(PATH, json=seed)).status_code == 201

    texts = {DiscountCode.model_validate(seed).code for seed in seeds}
    assert texts == {"WELCOME10", "FREESHIP", "SAVE15"}
