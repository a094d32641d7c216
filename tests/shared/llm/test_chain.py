"""A brand's models in order, each behind its breaker, paid from its budgets."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import structlog

from shared.llm.answer import Delta, ModelAnswer, OnDelta, Restarted, TextDelta, Usage
from shared.llm.breakers import Breakers
from shared.llm.chain import ModelChain
from shared.llm.errors import (
    BadAnswerError,
    InvalidRequestError,
    ModelError,
    ModelRefusedError,
    ModelTimeoutError,
    ModelUnavailableError,
    NotReadyError,
    OverBudgetError,
)
from shared.llm.limits import DailyLimits, accounts
from shared.llm.prices import Amount, Price
from shared.llm.request import ModelRequest
from shared.llm.spending import SPENDING, Spending
from shared.log import hashed, log
from shared.stores.memory import MemoryStore
from tests.shared.llm.asking import Heard, request

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
A, B = "openai/a", "anthropic/b"
PRICE = Price(prompt=1_000_000, cached=1_000_000, cache_write=1_000_000, completion=2_000_000)
LIMITS = DailyLimits(
    brand=Amount(tokens=100_000, cost_micros=100_000),
    conversation=Amount(tokens=10_000, cost_micros=10_000),
)
USAGE = Usage(prompt_tokens=100, completion_tokens=10)


class Time:
    """Both clocks of a chain; calls take as long as their script says."""

    def __init__(self) -> None:
        self.passed = 0.0

    def monotonic(self) -> float:
        return self.passed

    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.passed)


class Script:
    """A provider that does what it is told: per call the words it says, then how it ends."""

    ready = True

    def __init__(self, time: Time, *calls: tuple[float, str, ModelError | None]) -> None:
        self.time = time
        self.calls = list(calls)
        self.asked: list[tuple[str, float]] = []
        self.requests: list[ModelRequest] = []

    def price(self, model: str) -> Price:
        del model
        return PRICE

    async def attempt(
        self, model: str, request: ModelRequest, seconds: float, on_delta: OnDelta | None
    ) -> ModelAnswer:
        self.asked.append((model, seconds))
        self.requests.append(request)
        took, words, error = self.calls.pop(0)
        self.time.passed += took
        if on_delta and words:
            await on_delta(TextDelta(words))
        if error is not None:
            raise error
        return ModelAnswer(text=words, usage=USAGE, model=model, finish_reason="stop")


Build = Callable[..., tuple[ModelChain, Script]]


@pytest.fixture(autouse=True)
def fresh_log() -> Iterator[None]:
    log.cache_clear()
    yield
    log.cache_clear()
    structlog.reset_defaults()


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def build(time: Time, store: MemoryStore) -> Build:
    def built(
        *calls: tuple[float, str, ModelError | None], models: tuple[str, ...] = (A, B)
    ) -> tuple[ModelChain, Script]:
        script = Script(time, *calls)
        chain = ModelChain(
            models=models,
            provider=script,
            breakers=Breakers(None, time.now),
            spending=Spending(lambda: store, time.now),
            limits=LIMITS,
            clock=time.monotonic,
        )
        return chain, script

    return built


async def spent(store: MemoryStore) -> dict[str, int]:
    document = await store.get(SPENDING, accounts(request().scope, LIMITS, NOW)[0].key)
    return document["committed"] if document else {}


async def test_the_first_model_answers_and_is_paid(build: Build, store: MemoryStore) -> None:
    chain, script = build((1, "Hello", None))

    answer = await chain.complete(request())

    # 100 x 1 + 10 x 2 millionths of a dollar
    assert answer == ModelAnswer(
        text="Hello", usage=USAGE, cost_micros=120, model=A, finish_reason="stop"
    )
    assert script.asked == [(A, 24.0)]
    assert await spent(store) == {"tokens": 110, "cost_micros": 120}


@pytest.mark.parametrize(
    "error", [ModelUnavailableError(), ModelTimeoutError(), InvalidRequestError(), BadAnswerError()]
)
async def test_the_next_model_answers_in_the_time_that_is_left(
    build: Build, store: MemoryStore, error: ModelError
) -> None:
    chain, script = build((10, "", error), (1, "Hello", None))

    answer = await chain.complete(request())

    assert (answer.model, answer.text) == (B, "Hello")
    assert script.asked == [(A, 24.0), (B, 30.0)]
    assert await spent(store) == {"tokens": 110, "cost_micros": 120}


async def test_a_refusal_is_not_tried_on_the_next_model(build: Build) -> None:
    chain, script = build((1, "", ModelRefusedError()))

    with pytest.raises(ModelRefusedError):
        await chain.complete(request())

    assert script.asked == [(A, 24.0)]


async def test_with_all_failing_the_last_failure_is_told(build: Build) -> None:
    chain, _ = build((1, "", ModelTimeoutError()), (1, "", ModelUnavailableError()))

    with pytest.raises(ModelUnavailableError):
        await chain.complete(request())


async def test_without_time_left_no_model_is_called(build: Build) -> None:
    chain, script = build((39, "", ModelTimeoutError()))

    with pytest.raises(ModelTimeoutError, match="no time left"):
        await chain.complete(request())

    assert len(script.asked) == 1


async def test_five_failures_in_a_row_and_a_model_is_left_alone_for_a_minute(
    build: Build, time: Time
) -> None:
    failure = (1.0, "", ModelUnavailableError())
    chain, script = build(*[failure] * 5, (1, "I am back", None), models=(A,))
    for _ in range(5):
        with pytest.raises(ModelUnavailableError):
            await chain.complete(request())

    with pytest.raises(NotReadyError, match="every model rests"):
        await chain.complete(request())
    assert len(script.asked) == 5

    time.passed += 60
    assert (await chain.complete(request())).text == "I am back"


async def test_wrong_requests_and_refusals_do_not_open_the_breaker(build: Build) -> None:
    calls = [(0.1, "", InvalidRequestError())] * 5 + [(0.1, "", ModelRefusedError())] * 5
    chain, script = build(*calls, (1, "Hello", None), models=(A,))
    for _ in range(10):
        with pytest.raises(ModelError):
            await chain.complete(request())

    assert (await chain.complete(request())).text == "Hello"
    assert len(script.asked) == 11


async def test_a_provider_that_wants_a_rest_is_passed_over_until_then(
    build: Build, time: Time
) -> None:
    busy = ModelUnavailableError(status=429, retry_after_seconds=20)
    chain, script = build((1, "", busy), (1, "b", None), (1, "b", None), (1, "a", None))

    assert (await chain.complete(request())).model == B
    assert (await chain.complete(request())).model == B
    time.passed += 20
    assert (await chain.complete(request())).model == A
    assert [model for model, _ in script.asked] == [A, B, B, A]


async def test_words_of_a_model_that_did_not_finish_are_taken_back(build: Build) -> None:
    chain, _ = build((1, "Well, we ha", ModelUnavailableError()), (1, "Hello", None))
    heard = Heard()

    await chain.complete(request(), heard)

    assert heard.deltas == [TextDelta("Well, we ha"), Restarted(), TextDelta("Hello")]


async def test_nothing_is_taken_back_where_nothing_was_said(build: Build) -> None:
    chain, _ = build((1, "", ModelUnavailableError()), (1, "Hello", None))
    heard = Heard()

    await chain.complete(request(), heard)

    assert heard.deltas == [TextDelta("Hello")]


async def test_an_answer_is_not_lost_when_nobody_can_be_told(build: Build) -> None:
    chain, _ = build((1, "Hello", None))

    async def gone(delta: Delta) -> None:
        raise ConnectionError(str(delta))

    assert (await chain.complete(request(), gone)).text == "Hello"


async def test_over_budget_nobody_is_called_and_the_next_model_is_not_asked(
    build: Build, store: MemoryStore
) -> None:
    chain, script = build()

    with pytest.raises(OverBudgetError):
        await chain.complete(request(max_tokens=10_001))

    assert script.asked == []
    assert await spent(store) == {"tokens": 0, "cost_micros": 0}


async def test_over_budget_a_probe_is_given_back(build: Build, time: Time) -> None:
    chain, _ = build(*[(0.1, "", ModelUnavailableError())] * 5, (1, "Hello", None), models=(A,))
    for _ in range(5):
        with pytest.raises(ModelUnavailableError):
            await chain.complete(request())
    time.passed += 60
    with pytest.raises(OverBudgetError):
        await chain.complete(request(max_tokens=10_001))

    assert (await chain.complete(request())).text == "Hello"


async def test_what_a_broken_answer_cost_is_paid(build: Build, store: MemoryStore) -> None:
    broken = ModelTimeoutError(spent=Usage(prompt_tokens=50, completion_tokens=5))
    chain, _ = build((1, "", broken), models=(A,))

    with pytest.raises(ModelTimeoutError):
        await chain.complete(request())

    assert await spent(store) == {"tokens": 55, "cost_micros": 60}


@pytest.mark.parametrize("models", [(), (A,)])
async def test_without_a_model_or_its_client_the_rules_go_on_at_once(
    build: Build,
    store: MemoryStore,
    capsys: pytest.CaptureFixture[str],
    models: tuple[str, ...],
) -> None:
    chain, script = build(models=models)
    script.ready = not models

    assert (chain.configured, chain.ready) == (bool(models), False)
    with pytest.raises(NotReadyError):
        await chain.complete(request())

    assert capsys.readouterr().out == ""
    assert await store.count(SPENDING, {}) == 0


async def test_the_brands_temperature_holds_where_a_request_names_none(build: Build) -> None:
    chain, script = build((1, "a", None), (1, "b", None), models=(A,))
    chain.temperature = 0.3

    await chain.complete(request())
    await chain.complete(request(temperature=0.0))

    assert [one.temperature for one in script.requests] == [0.3, 0.0]


async def test_logs_have_figures_and_hashed_ids_but_no_words(
    build: Build, capsys: pytest.CaptureFixture[str]
) -> None:
    chain, _ = build((1, "", ModelUnavailableError("slow down", status=429)), (2, "Secret", None))

    await chain.complete(request("my card is 4111"))

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    told = {
        "function": "",
        "purpose": "turn",
        "place": "seller",
        "brand": "fashion",
        "conversation": hashed("fashion|whatsapp|ana"),
    }
    assert [{name: line[name] for name in line if name != "timestamp"} for line in lines] == [
        {
            "event": "model.failed",
            "level": "warning",
            "kind": "unavailable",
            "status": 429,
            "detail": "slow down",
            "model": A,
            "duration_ms": 1000,
            **told,
        },
        {
            "event": "model.answered",
            "level": "info",
            "finish": "stop",
            "tools": 0,
            "prompt_tokens": 100,
            "cached_tokens": 0,
            "completion_tokens": 10,
            "cost_micros": 120,
            "model": B,
            "duration_ms": 2000,
            **told,
        },
    ]
