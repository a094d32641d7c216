"""The dead-letter sink is an address like any other inside the cluster: anyone may post to it."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from functions.relay.main import FUNCTION
from functions.relay.sink import LETTER_BYTES
from shared.events.orders import OrderReceiptRequested
from shared.function import dead_letters
from shared.function.envelope import Envelope, to_http
from shared.function.serving import Function
from tests.support.drive import EPOCH, Memory, client, envelope_of

ADMIN = {"Authorization": "Bearer secret"}
ERROR = {
    "ce-knativeerrordest": "http://order-processor.agent-store.svc.cluster.local/",
    "ce-knativeerrorcode": "500",
}
GENUINE = envelope_of(OrderReceiptRequested(number="FA-100001"), subject="FA-100001")
FORGED = {
    "unsigned": replace(GENUINE, sig=""),
    "changed": replace(GENUINE, data={"number": "FA-100002"}),
    "renamed": replace(GENUINE, id="another"),
    "signed with another key": replace(GENUINE, sig="0" * 64),
}


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Memory:
    triggers = tmp_path / "triggers.json"
    routes = [{"attributes": {"to": "order-processor"}, "service": "order-processor"}]
    triggers.write_text(json.dumps(routes))
    monkeypatch.setenv("TRIGGERS_PATH", str(triggers))
    monkeypatch.setenv("ADMIN_TOKEN", "secret")
    return Memory()


def letters(memory: Memory) -> list[dict[str, Any]]:
    return list(memory.store.collections.get("dead_letters", {}).values())


async def post(memory: Memory, envelope: Envelope, **headers: str) -> None:
    encoded, body = to_http(envelope)
    api = client(Function("relay", routes=FUNCTION.routes, ports=memory.ports))
    answer = await api.post("/dead-letters", headers=encoded | ERROR | headers, content=body)
    assert (answer.status_code, answer.content) == (204, b"")


async def replayed(memory: Memory) -> dict[str, int]:
    api = client(Function("relay", routes=FUNCTION.routes, ports=memory.ports))
    return (await api.post("/v1/admin/dead-letters/replay", headers=ADMIN)).json()


async def test_an_event_of_ours_is_kept_told_and_can_be_replayed(memory: Memory) -> None:
    await post(memory, GENUINE)

    (letter,) = letters(memory)
    assert letter["_id"] == f"order-processor|{GENUINE.source}|{GENUINE.id}"
    assert letter["reason"] == "undeliverable, last status 500"
    assert memory.published() == ["store.failed"]
    assert await replayed(memory) == {"replayed": 1, "refused": 0}
    assert memory.publisher.envelopes[-1] == GENUINE
    assert letters(memory) == []


@pytest.mark.parametrize("envelope", FORGED.values(), ids=FORGED)
async def test_of_a_forged_one_only_the_name_is_kept_and_nobody_is_told(
    memory: Memory, envelope: Envelope
) -> None:
    await post(memory, envelope)

    (letter,) = letters(memory)
    assert letter["ours"] is False
    assert letter["foreign"] == {
        "type": "store.order.receipt.request",
        "source": "/agent-store-multibrands/test",
        "id": envelope.id,
    }
    assert "FA-10000" not in repr(letter)
    assert await replayed(memory) == {"replayed": 0, "refused": 0}
    assert memory.published() == []


async def test_a_forged_one_does_not_stand_in_for_the_genuine_one(memory: Memory) -> None:
    await post(memory, FORGED["changed"])
    await post(memory, GENUINE)

    assert len(letters(memory)) == 2
    assert await replayed(memory) == {"replayed": 1, "refused": 0}
    assert memory.publisher.envelopes[-1].data == {"number": "FA-100001"}


async def test_a_copy_of_what_was_handled_changes_nothing(memory: Memory) -> None:
    marker = f"order-processor|{GENUINE.source}|{GENUINE.id}"
    await memory.store.insert("handled", {"_id": marker, "at": EPOCH})

    await post(memory, GENUINE)
    await post(memory, GENUINE, **{"ce-knativeerrordest": "http://elsewhere/"})

    assert letters(memory) == []
    assert memory.published() == []


async def test_a_consumer_that_nothing_is_routed_to_is_unknown(memory: Memory) -> None:
    await post(memory, GENUINE, **{"ce-knativeerrordest": "http://" + "x" * 5000})

    assert [one["consumer"] for one in letters(memory)] == ["unknown"]


async def test_only_so_much_of_strangers_is_kept(
    memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dead_letters, "FOREIGN_KEPT", 3)
    for number in range(5):
        await post(memory, replace(GENUINE, id=f"{number}" * 3000, type="t" * 3000))
    await post(memory, GENUINE)

    foreign = [one for one in letters(memory) if "foreign" in one]
    assert len(foreign) == 3
    assert {len(repr(one)) < 1500 for one in foreign} == {True}
    assert len(letters(memory)) == 4, "our own always are"


async def test_what_is_larger_than_any_event_is_not_kept(
    memory: Memory, capsys: pytest.CaptureFixture[str]
) -> None:
    await post(memory, replace(GENUINE, data={"number": "x" * LETTER_BYTES}))

    assert letters(memory) == []
    assert capsys.readouterr().out.count('"dead_letter.refused"') == 1


async def test_text_of_strangers_is_not_logged(
    memory: Memory, capsys: pytest.CaptureFixture[str]
) -> None:
    await post(memory, replace(FORGED["unsigned"], type="told", id="told"))

    logged = capsys.readouterr().out
    assert "dead_letter.kept" in logged
    assert "told" not in logged


async def test_strangers_are_listed_by_name(memory: Memory) -> None:
    await post(memory, FORGED["unsigned"])
    api = client(Function("relay", routes=FUNCTION.routes, ports=memory.ports))

    (shown,) = (await api.get("/v1/admin/dead-letters", headers=ADMIN)).json()["deadLetters"]

    assert shown["replayable"] is False
    assert shown["type"] == "store.order.receipt.request"
    assert (await api.post(shown["replayPath"], headers=ADMIN)).status_code == 422
