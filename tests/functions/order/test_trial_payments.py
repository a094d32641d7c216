"""What any payment provider must promise, on the `test` provider."""

from datetime import timedelta

import pytest

from functions.order.providers.payment import PaymentOrder, PaymentRefusedError
from functions.order.providers.trial import TrialPayments
from functions.order.state import PaymentAttempt, Refund
from shared.clock import now
from shared.errors import DependencyError
from shared.settings import Settings
from shared.stores.memory import MemoryStore
from tests.functions.order.orders import usd
from tests.functions.order.shop import ENVIRONMENT

ORDER = PaymentOrder(
    attempt_id="a1",
    number="FA-100001",
    brand="fashion",
    language="en",
    amount=usd(10400),
    expires_at=now() + timedelta(minutes=15),
)
ATTEMPT = PaymentAttempt(
    id="a1", provider="test", amount=usd(10400), expires_at=now() + timedelta(minutes=15)
)


@pytest.fixture
def provider() -> TrialPayments:
    return TrialPayments(MemoryStore(), Settings.from_environ(ENVIRONMENT))


def refund(name: str, minor: int) -> Refund:
    return Refund(id=name, attempt_id="a1", provider="test", amount=usd(minor), reason="")


async def paid(provider: TrialPayments) -> TrialPayments:
    await provider.open(ORDER)
    await provider.end("a1", "succeeded", now())
    return provider


async def test_opening_twice_opens_once(provider: TrialPayments) -> None:
    first = await provider.open(ORDER)

    second = await provider.open(ORDER)

    assert first == second == "http://shop.example/v1/payments/test/a1"


async def test_a_closed_attempt_takes_no_money(provider: TrialPayments) -> None:
    await provider.open(ORDER)

    closed = await provider.close(ATTEMPT)
    book = await provider.end("a1", "succeeded", now())

    assert closed is None
    assert book is not None
    assert book["status"] == "closed"
    assert await provider.word_on("a1") is None


async def test_an_attempt_closed_before_it_opened_does_not_open(provider: TrialPayments) -> None:
    await provider.close(ATTEMPT)

    with pytest.raises(PaymentRefusedError):
        await provider.open(ORDER)


async def test_closing_a_paid_attempt_tells_that_it_was_paid(provider: TrialPayments) -> None:
    told = await (await paid(provider)).close(ATTEMPT)

    assert told is not None
    assert (told.outcome, told.amount) == ("succeeded", usd(10400))


async def test_the_first_choice_of_the_shopper_stands(provider: TrialPayments) -> None:
    book = await (await paid(provider)).end("a1", "failed", now())

    assert book is not None
    assert book["status"] == "paid"


async def test_an_attempt_is_not_paid_after_its_time(provider: TrialPayments) -> None:
    await provider.open(ORDER)

    book = await provider.end("a1", "succeeded", ORDER.expires_at)

    assert book is not None
    assert book["status"] == "open"


async def test_a_refund_goes_out_once_and_never_more_than_was_paid(
    provider: TrialPayments,
) -> None:
    await paid(provider)

    outcomes = [
        await provider.refund(refund("r1", 10000)),
        await provider.refund(refund("r1", 10000)),
        await provider.refund(refund("r2", 401)),
        await provider.refund(refund("r3", 400)),
    ]

    book = await provider.book("a1")
    assert outcomes == [True, True, False, True]
    assert book is not None
    assert (book["refunded_minor"], book["refunds"]) == (10400, ["r1", "r3"])


async def test_what_was_not_paid_is_not_refunded(provider: TrialPayments) -> None:
    await provider.open(ORDER)

    assert await provider.refund(refund("r1", 1)) is False


async def test_without_its_secret_the_provider_is_off() -> None:
    with pytest.raises(DependencyError):
        await TrialPayments(MemoryStore(), Settings()).open(ORDER)
