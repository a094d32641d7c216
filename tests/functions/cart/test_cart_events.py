from typing import Any

from shared.events.carts import (
    CartAbandonmentDue,
    CartOrdered,
    CartUpdated,
    CodeUseRequested,
    CodeUseResult,
)
from shared.events.event import ReplyTo
from shared.function.envelope import from_document
from tests.functions.cart.making import HOME, code, product, request, usd
from tests.functions.cart.stocking import open_shop, put, service
from tests.support.drive import Memory, deliver, envelope_of

REPLY_TO = ReplyTo(conversation="fashion|whatsapp|1", turn_id="t", call_id="1")


def cart_of(memory: Memory, customer_id: str = "c1") -> dict[str, Any]:
    state: dict[str, Any] = memory.store.collections["carts"][f"fashion|{customer_id}"]["state"]
    return state


def lines_of(memory: Memory, customer_id: str = "c1") -> dict[str, int]:
    return {line["sku"]: line["quantity"] for line in cart_of(memory, customer_id)["lines"]}


async def test_a_turns_request_changes_the_cart_and_is_answered() -> None:
    memory = await open_shop()
    asked = request("add", sku="bag", quantity=2, reply_to=REPLY_TO)

    status = await deliver(service(memory), envelope_of(asked))

    assert status == 204
    assert lines_of(memory) == {"bag": 2}
    assert memory.published() == ["store.cart.item.added", "store.cart.updated"]
    added, answer = memory.publisher.envelopes
    assert (added.extension("to"), added.extension("brand")) == ("memory", "fashion")
    assert answer.extension("to") == "seller"
    updated = CartUpdated.model_validate(answer.data)
    assert updated.reply_to == REPLY_TO
    assert updated.cart.totals.total == usd(5000)


async def test_a_redelivered_request_changes_nothing_and_is_answered_the_same() -> None:
    memory = await open_shop()
    cart = service(memory)
    asked = envelope_of(request("add", sku="bag", reply_to=REPLY_TO))

    await deliver(cart, asked)
    await deliver(cart, asked)

    assert lines_of(memory) == {"bag": 1}
    first, second = memory.publisher.envelopes[:2], memory.publisher.envelopes[2:]
    assert first == second


async def test_stock_is_read_from_its_own_document() -> None:
    memory = await open_shop()
    await memory.store.update("stock", {"_id": "fashion|bag"}, {"$set": {"available": 1}})

    await deliver(service(memory), envelope_of(request("add", sku="bag", quantity=3)))

    assert lines_of(memory) == {"bag": 1}


async def test_a_quote_is_at_the_price_of_this_moment() -> None:
    memory = await open_shop()
    cart = service(memory)
    await deliver(cart, envelope_of(request("add", sku="bag"), cause="one"))
    await put(memory, product("bag", 9999))
    asked = request("quote", address=HOME, delivery_id="express", reply_to=REPLY_TO)

    await deliver(cart, envelope_of(asked, cause="two"))

    updated = CartUpdated.model_validate(memory.publisher.envelopes[-1].data)
    assert updated.quote is not None
    assert updated.quote.totals.subtotal == usd(9999)
    assert [one.code for one in updated.cart.notices] == ["price_changed"]


async def test_only_the_newest_timer_is_set_and_it_tells_an_abandoned_cart() -> None:
    memory = await open_shop()
    cart = service(memory)
    await deliver(cart, envelope_of(request("add", sku="bag"), cause="one"))
    await deliver(cart, envelope_of(request("add", sku="shoe"), cause="two"))

    timers = memory.store.collections["timers"]
    assert list(timers) == ["fashion|c1|abandonment"]
    due = from_document(timers["fashion|c1|abandonment"]["envelope"])
    status = await deliver(cart, due)

    assert status == 204
    assert due.data == {"cartId": "fashion|c1", "version": 2}
    assert memory.published()[-1] == "store.cart.abandoned"


async def test_an_emptied_cart_has_no_timer() -> None:
    memory = await open_shop()
    cart = service(memory)
    await deliver(cart, envelope_of(request("add", sku="bag"), cause="one"))

    await deliver(cart, envelope_of(request("clear"), cause="two"))

    assert memory.store.collections["timers"] == {}


async def test_a_timer_of_a_cart_that_never_was_is_a_dead_letter() -> None:
    memory = await open_shop()

    status = await deliver(
        service(memory), envelope_of(CartAbandonmentDue(cart_id="fashion|nobody", version=1))
    )

    assert status == 204
    (letter,) = memory.store.collections["dead_letters"].values()
    assert letter["reason"] == "no such cart"
    assert "carts" not in memory.store.collections or not memory.store.collections["carts"]


async def test_an_order_takes_its_lines_out_once_whatever_event_says_so() -> None:
    memory = await open_shop()
    cart = service(memory)
    await deliver(cart, envelope_of(request("add", sku="bag", quantity=3), cause="one"))
    taken = CartOrdered(
        customer_id="c1",
        order_number="FA-000001",
        lines=tuple(
            line.model_copy(update={"quantity": 2})
            for line in CartUpdated.model_validate(await _shown(memory)).cart.lines
        ),
    )

    await deliver(cart, envelope_of(taken, cause="two"))
    await deliver(cart, envelope_of(taken, cause="three"))

    assert lines_of(memory) == {"bag": 1}


async def test_a_brand_that_is_not_ours_is_a_dead_letter() -> None:
    memory = await open_shop()

    await deliver(service(memory), envelope_of(request("show"), brand="groceries"))

    (letter,) = memory.store.collections["dead_letters"].values()
    assert letter["reason"] == "no brand groceries"


async def test_a_claim_of_codes_is_answered_and_seen_by_the_next_cart() -> None:
    memory = await open_shop(codes=(code("ONCE", limit_per_customer=1),))
    cart = service(memory)
    claim = CodeUseRequested(
        action="claim", order_number="FA-000001", customer_id="c1", codes=("ONCE",)
    )

    await deliver(cart, envelope_of(claim, cause="claim"))

    (answer,) = memory.publisher.envelopes
    assert CodeUseResult.model_validate(answer.data) == CodeUseResult(
        order_number="FA-000001", claimed=True
    )
    assert answer.extension("to") == "order-processor"
    again = request("apply_code", code="once", reply_to=REPLY_TO)
    await deliver(cart, envelope_of(again, cause="apply"))
    updated = CartUpdated.model_validate(memory.publisher.envelopes[-1].data)
    assert updated.refusal is not None
    assert updated.refusal.code == "code_used_up"


async def test_a_release_gives_the_use_back_without_an_answer() -> None:
    memory = await open_shop(codes=(code("ONCE", limit_total=1),))
    cart = service(memory)
    claim = CodeUseRequested(
        action="claim", order_number="FA-000001", customer_id="c1", codes=("ONCE",)
    )
    await deliver(cart, envelope_of(claim, cause="claim"))

    release = claim.model_copy(update={"action": "release"})
    await deliver(cart, envelope_of(release, cause="release"))

    assert memory.published() == ["store.cart.code.result"]
    assert memory.store.collections["code_uses"]["*|ONCE"]["use_count"] == 0


async def _shown(memory: Memory) -> dict[str, Any]:
    await deliver(service(memory), envelope_of(request("show", reply_to=REPLY_TO), cause="shown"))
    return memory.publisher.envelopes[-1].data
