from hypothesis import given, strategies as st

from shared.llm.answer import Usage
from shared.llm.prices import Amount, Price, amount_of, most, prompt_tokens, tokens_of
from shared.llm.request import Message
from tests.shared.llm.asking import SEARCH, request

MINI = Price(prompt=150_000, cached=75_000, cache_write=150_000, completion=600_000)
CLAUDE = Price(prompt=3_000_000, cached=300_000, cache_write=3_750_000, completion=15_000_000)


def test_cached_tokens_cost_what_cached_tokens_cost() -> None:
    usage = Usage(prompt_tokens=1000, cached_tokens=600, completion_tokens=20)

    # 400 x 0.15 + 600 x 0.075 + 20 x 0.6 = 117 millionths of a dollar
    assert amount_of(usage, MINI) == Amount(tokens=1020, cost_micros=117)


def test_what_goes_into_a_cache_is_dearer() -> None:
    usage = Usage(prompt_tokens=1000, cache_write_tokens=1000, completion_tokens=1)

    assert amount_of(usage, CLAUDE) == Amount(tokens=1001, cost_micros=3765)


def test_a_part_of_a_millionth_is_rounded_up() -> None:
    assert amount_of(Usage(prompt_tokens=1), MINI) == Amount(tokens=1, cost_micros=1)


def test_an_unknown_price_is_nothing_but_tokens_count() -> None:
    assert amount_of(Usage(prompt_tokens=5), Price()) == Amount(tokens=5, cost_micros=0)


def test_tokens_are_guessed_by_bytes() -> None:
    assert tokens_of("") == 0
    assert tokens_of("shoes") == 2
    assert tokens_of("跑步鞋") == 3


def test_a_request_is_guessed_with_all_that_is_sent() -> None:
    plain = prompt_tokens(request("hello"))
    tools = prompt_tokens(request("hello", tools=(SEARCH,)))

    # 13 and 23 bytes of prefix, 5 of text, no output schema; 8 for each of the four
    assert plain == 5 + 8 + 2 + 4 * 8
    assert tools == plain + tokens_of(SEARCH.model_dump_json()) + 8


@given(
    st.text(max_size=200),
    st.integers(1, 500),
    st.integers(0, 500),
    st.floats(0, 1),
    st.sampled_from([MINI, CLAUDE]),
)
def test_a_call_never_costs_more_than_what_was_set_aside_for_it(
    text: str, max_tokens: int, completion: int, cached: float, price: Price
) -> None:
    asked = request(text, max_tokens=max_tokens, messages=(Message(role="user", text=text),))
    tokens = prompt_tokens(asked)
    usage = Usage(
        prompt_tokens=tokens,
        cached_tokens=int(tokens * cached),
        completion_tokens=min(completion, max_tokens),
    )

    spent, reserved = amount_of(usage, price), most(asked, price)

    assert spent.cost_micros <= reserved.cost_micros
    assert spent.tokens <= reserved.tokens
