from typing import Any

import pytest

from functions.relay.main import FUNCTION
from knative.local.route_kinds import HTTPRoute
from knative.local.routes import RouteTable
from shared.function.serving import Function
from tests.functions.relay.test_poison import event
from tests.support.drive import EPOCH, Memory, client

ADMIN = {"Authorization": "Bearer secret"}


@pytest.fixture(autouse=True)
def admin_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADMIN_TOKEN", "secret")


async def one_letter(memory: Memory) -> dict[str, Any]:
    envelope = event("FA-100001")
    key = f"order-processor|{envelope['source']}|{envelope['id']}"
    letter = {"_id": key, "consumer": "order-processor", "reason": "r", "at": EPOCH}
    await memory.store.insert("dead_letters", {**letter, "envelope": envelope})
    return letter


def relay(memory: Memory) -> Function:
    return Function("relay", routes=FUNCTION.routes, ports=memory.ports)


async def test_a_letter_is_replayed_by_the_path_it_is_listed_with_through_the_gateway() -> None:
    memory = Memory()
    await one_letter(memory)
    rule = {
        "matches": [{"method": "POST", "path": {"value": "/v1/admin/dead-letters"}}],
        "backendRefs": [{"name": "relay"}],
    }
    route = HTTPRoute.model_validate({"metadata": {"name": "r"}, "spec": {"rules": [rule]}})
    api = client(relay(memory))

    listed = (await api.get("/v1/admin/dead-letters", headers=ADMIN)).json()["deadLetters"][0]
    path: str = listed["replayPath"]
    replayed = await api.post(path, headers=ADMIN)

    assert RouteTable([route]).find("POST", path) == "relay"
    assert replayed.status_code == 202
    assert memory.published() == ["store.order.receipt.request"]
    assert memory.store.collections["dead_letters"] == {}


async def test_only_what_carries_our_signature_is_replayed() -> None:
    memory = Memory()
    letter = await one_letter(memory)
    changed = event("FA-100002") | {"sig": event("FA-100001")["sig"]}
    tampered = letter | {"_id": "tampered", "envelope": changed}
    await memory.store.insert("dead_letters", tampered)
    await memory.store.insert("dead_letters", letter | {"_id": "nobody's", "raw": {"a": 1}})
    api = client(relay(memory))

    every = await api.post("/v1/admin/dead-letters/replay", headers=ADMIN)
    alone = await api.post("/v1/admin/dead-letters/dGFtcGVyZWQ/replay", headers=ADMIN)

    assert every.json() == {"replayed": 1, "refused": 1}
    assert alone.status_code == 422
    assert [one.subject for one in memory.publisher.envelopes] == ["FA-100001"]
    assert memory.store.collections["dead_letters"].keys() == {"tampered", "nobody's"}


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}])
async def test_dead_letters_are_for_admins(headers: dict[str, str]) -> None:
    memory = Memory()
    await one_letter(memory)
    api = client(relay(memory))

    for path in ("", "/replay", "/name/replay"):
        method = "POST" if path else "GET"
        answer = await api.request(method, f"/v1/admin/dead-letters{path}", headers=headers)
        assert answer.status_code == (403 if headers else 401)

    assert memory.published() == []


@pytest.mark.parametrize("key", ["nothing", "%%%", "bm90aGluZw", "\u00e9"])
async def test_a_letter_that_is_not_there_is_not_found(key: str) -> None:
    answer = await client(relay(Memory())).post(
        f"/v1/admin/dead-letters/{key}/replay", headers=ADMIN
    )

    assert answer.status_code == 404
