"""A customer is forgotten: everywhere, whatever fails on the way, and nobody else."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from functions.identity.main import FUNCTION
from shared.caller import COOKIE, signed
from shared.conversation.turn import Turn
from shared.customers import customer_of
from shared.errors import DependencyError
from shared.events.customers import CustomerEraseRequested
from shared.function.envelope import from_document
from shared.function.outbox import HANDLED, TIMERS
from shared.function.ports import Ports
from shared.function.serving import Function
from shared.models.message import ChannelAddress
from shared.publisher import MemoryPublisher
from shared.settings import settings
from shared.stores.collections import COLLECTIONS
from shared.stores.memory import MemoryStore
from shared.stores.store import Change, Document, Query, Store
from tests.functions.identity.traces import key_of, leave, mentions, secret_of, thread
from tests.support.drive import EPOCH, KEY, client, deliver, envelope_of
from tests.support.shop import shipped_brands

ANA, BEA = "customer-ana", "customer-bea"
ANAS_PHONE, BEAS_PHONE = "15550001111", "15550002222"
ANAS_WEB_ID = "11111111111111111111ab"
AT = EPOCH - timedelta(days=2)
ADMIN = {"Authorization": "Bearer test-admin"}
BY_NUMBER_ONLY = {"customers", "orders", "erasures", "audit"}
"""Where the id that leads to nobody may stay."""


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADMIN_TOKEN", "test-admin")
    monkeypatch.setenv("COOKIE_KEY", "test-cookie-key")
    settings.cache_clear()


class Shop:
    """The identity function over a store, with its timers; the test itself may see past it."""

    def __init__(self, store: Store, seen: Store | None = None) -> None:
        self.store = seen or store
        self._reached = store
        self.publisher = MemoryPublisher()
        self.service: httpx.AsyncClient = client(
            Function(FUNCTION.name, on=FUNCTION.on, routes=FUNCTION.routes, ports=self.ports)
        )

    def ports(self) -> Ports:
        """Return what the function reaches."""
        return Ports(self._reached, self.publisher, KEY)

    async def filled(self) -> "Shop":
        """Let two customers leave their traces."""
        number = shipped_brands()["fashion"].phone_number_ids[0]
        await leave(self.store, ANA, ANAS_PHONE, number, AT)
        await leave(self.store, BEA, BEAS_PHONE, number, AT)
        return self

    async def ask(self) -> None:
        """Let the chat ask for Ana's erasure, as often as it takes."""
        asked = envelope_of(CustomerEraseRequested(customer_id=ANA))
        await self.until_taken(asked)

    async def step(self) -> bool:
        """Deliver the erasure's timer; False if it has none."""
        due = await self.store.get(TIMERS, f"{ANA}|erase")
        if due is None:
            return False
        await self.until_taken(from_document(due["envelope"]))
        await self.store.delete(TIMERS, {"_id": due["_id"], "not_before": due["not_before"]})
        while await self.store.update(HANDLED, CONFIRMED, {"$unset": {"confirm_at": ""}}):
            pass
        return True

    async def until_taken(self, envelope: Any) -> None:
        """Deliver as the broker does."""
        for _ in range(9):
            if await deliver(self.service, envelope) == 204:
                return
        raise AssertionError("it would be a dead letter")

    async def erase(self) -> None:
        """Go through all steps."""
        for _ in range(20):
            if not await self.step():
                return
        raise AssertionError("it does not end")

    async def mentioning(self, name: str) -> dict[str, list[Document]]:
        """Return the documents that mention a name."""
        found: dict[str, list[Document]] = {}
        for one in COLLECTIONS:
            documents = await self.store.find(one.name, {}, limit=1000)
            theirs = [each for each in documents if mentions(each, frozenset({name}))]
            if theirs:
                found[one.name] = theirs
        return found


CONFIRMED: Query = {"confirm_at": {"$exists": True}}


@pytest.fixture
async def shop(store: Store) -> Shop:
    return await Shop(store).filled()


async def test_nothing_personal_is_left_anywhere(shop: Shop) -> None:
    assert len(await shop.mentioning(secret_of(ANA))) == 8

    await shop.ask()
    await shop.erase()

    assert await shop.mentioning(secret_of(ANA)) == {}
    assert await shop.mentioning(ANAS_PHONE) == {}
    assert set(await shop.mentioning(ANA)) == BY_NUMBER_ONLY
    erasure = await shop.store.get("erasures", ANA)
    assert erasure is not None
    assert erasure["state"]["status"] == "done"


async def test_nobody_else_loses_anything(shop: Shop) -> None:
    before = await shop.mentioning(BEA), await shop.mentioning(BEAS_PHONE)

    await shop.ask()
    await shop.erase()

    assert (await shop.mentioning(BEA), await shop.mentioning(BEAS_PHONE)) == before


async def test_the_agent_is_free_for_somebody_else(shop: Shop) -> None:
    await shop.ask()
    await shop.erase()

    agent = await shop.store.get("agents", "agent 1111")
    assert agent is not None
    assert agent["state"]["chats"] == ["fashion|web|other"]


async def test_who_writes_again_is_somebody_new_from_the_first_moment(shop: Shop) -> None:
    await shop.ask()

    again = await customer_of(shop.store, ChannelAddress(phone=ANAS_PHONE), EPOCH)

    assert again != ANA


async def test_two_entries_stay_for_the_audit(shop: Shop) -> None:
    await shop.ask()
    await shop.erase()

    entries = await shop.store.find("audit", {"subject": ANA}, sort=(("action", 1),))
    told = [(one["who"], one["action"], one["before"], one["after"]) for one in entries]
    assert told == [
        ("shopper", "customer.erased", None, None),
        ("shopper", "customer.erasure.asked", None, None),
    ]


async def test_a_turn_that_runs_is_waited_for(shop: Shop) -> None:
    turn = Turn(turn_id="t", started_at=AT)
    running = thread(ANA, ANAS_PHONE, AT, turn).model_dump(mode="python")
    key = {"_id": key_of(ANA)}
    await shop.store.update("conversations", key, {"$set": {"state": running}})
    await shop.ask()

    await shop.step()

    assert await shop.store.get("conversations", key_of(ANA)) is not None
    await shop.store.update("conversations", key, {"$set": {"state.active_turn": None}})
    await shop.erase()
    assert await shop.mentioning(secret_of(ANA)) == {}


async def test_what_is_not_published_yet_is_waited_for(shop: Shop) -> None:
    key = {"_id": key_of(ANA)}
    await shop.store.update("conversations", key, {"$push": {"outbox": {"cause": "c"}}})
    await shop.ask()

    await shop.step()

    assert await shop.store.get("conversations", key_of(ANA)) is not None
    await shop.store.update("conversations", key, {"$pull": {"outbox": {"cause": "c"}}})
    await shop.erase()
    assert await shop.store.get("conversations", key_of(ANA)) is None


async def test_it_is_not_over_while_an_order_is_under_way(shop: Shop) -> None:
    order = {"_id": "fashion|order 1111"}
    await shop.store.update("orders", order, {"$set": {"state.erased": False}})
    await shop.ask()
    asked = await shop.store.get("erasures", ANA)
    for _ in range(5):
        await shop.step()
    under_way = await shop.store.get("erasures", ANA)

    await shop.store.update("orders", order, {"$set": {"state.erased": True}})
    await shop.erase()

    assert asked is not None
    assert asked["state"]["orders_left"] == 1, "nobody is told that nothing is left"
    assert under_way is not None
    assert under_way["state"]["status"] == "erasing"
    assert under_way["state"]["orders_left"] == 1
    assert shop.publisher.envelopes[-1].type == "store.order.anonymise.request"


class Failing(MemoryStore):
    """A store that is lost right after its change number `at`."""

    def __init__(self, known: MemoryStore, at: int) -> None:
        super().__init__()
        self.collections = known.collections
        self.left = at

    async def update(
        self, collection: str, query: Query, change: Change, *, upsert: bool = False
    ) -> Document | None:
        """See `Store.update`."""
        found = await super().update(collection, query, change, upsert=upsert)
        self._count(changed=found is not None)
        return found

    async def delete(self, collection: str, query: Query) -> int:
        """See `Store.delete`."""
        gone = await super().delete(collection, query)
        self._count(changed=gone > 0)
        return gone

    async def insert(self, collection: str, document: Document) -> bool:
        """See `Store.insert`."""
        new = await super().insert(collection, document)
        self._count(changed=new)
        return new

    def _count(self, *, changed: bool) -> None:
        self.left -= changed
        if changed and self.left == 0:
            raise DependencyError("mongodb")


async def test_a_failure_between_any_two_steps_changes_nothing_in_the_end() -> None:
    for at in range(1, 200):
        known = MemoryStore()
        await Shop(known).filled()
        failing = Failing(known, at)
        shop = Shop(failing, seen=known)

        await shop.ask()
        await shop.erase()

        assert await shop.mentioning(secret_of(ANA)) == {}, at
        assert await shop.mentioning(ANAS_PHONE) == {}, at
        assert len(await known.find("audit", {"subject": ANA})) == 2, at
        if failing.left > 0:
            assert at > 30
            return
    raise AssertionError("it never went through without a failure")


async def test_a_shopper_asks_by_a_call_and_loses_the_cookie(shop: Shop) -> None:
    cookie = {"Cookie": f"{COOKIE}={signed(ANAS_WEB_ID)}"}

    answer = await shop.service.delete("/v1/customers/me", headers=cookie)

    assert answer.status_code == 202
    assert answer.json()["status"] == "erasing"
    assert ANAS_PHONE not in answer.text
    assert 'store_id=""' in answer.headers["set-cookie"]
    await shop.erase()
    assert await shop.mentioning(secret_of(ANA)) == {}


async def test_a_stranger_cannot_ask(shop: Shop) -> None:
    answer = await shop.service.delete("/v1/customers/me")

    assert answer.status_code == 404
    assert await shop.store.find("erasures", {}) == []


@pytest.mark.parametrize(
    "whom", [{"customerId": ANA}, {"phone": f"+{ANAS_PHONE}"}, {"orderNumber": "fa-1"}]
)
async def test_an_admin_names_them_by_id_phone_or_order(shop: Shop, whom: dict[str, str]) -> None:
    await shop.store.insert("order_numbers", {"_id": "FA-1", "order": "fashion|order 1111"})

    asked = await shop.service.post("/v1/admin/erasures", json=whom, headers=ADMIN)
    await shop.erase()

    assert (asked.status_code, asked.json()["customerId"]) == (202, ANA)
    done = await shop.service.get(f"/v1/admin/erasures/{ANA}", headers=ADMIN)
    assert done.json()["status"] == "done"


async def test_only_an_admin_may_name_somebody(shop: Shop) -> None:
    answer = await shop.service.post("/v1/admin/erasures", json={"customerId": ANA})

    assert answer.status_code == 401
    assert await shop.store.find("erasures", {}) == []
