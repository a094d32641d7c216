import sys
from collections.abc import Callable
from types import FrameType

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from shared.nlu.context import Context, Pending, ShownProduct
from shared.nlu.understanding import understand
from shared.nlu.vocabulary import CategoryWords, Vocabulary

SHOP = Vocabulary(
    categories=(CategoryWords(id="shoes", words={"en": ("shoes",), "pt": ("tênis",)}),),
    sizes=("42", "M"),
    titles=("Cloud Runner",),
)
CONTEXTS = st.builds(
    Context,
    pending=st.sampled_from(Pending),
    shown_products=st.sampled_from([(), (ShownProduct(product_id="p1", title="Cloud Runner"),)]),
    selected_options=st.sampled_from([{}, {"size": ("41", "42"), "colour": ("black",)}]),
    language=st.sampled_from([None, "en", "pt", "es"]),
    currency=st.sampled_from([None, "USD", "JPY"]),
    has_cart=st.booleans(),
)
WORDS = st.sampled_from(
    [
        "not",
        "no",
        "don't",
        "cancel",
        "order",
        "the",
        "second",
        "one",
        "between",
        "and",
        "blue",
        "size",
        "42",
        "1k",
        "mil",
        "x2",
        "1.500,00",
        "1.1.1,1",
        "$",
        "€",
        "R$",
        "%",
        "#",
        "-",
        "@",
        "a@b.co",
        "?",
        "!",
        "FA-100234",
        "FA",
        "100234",
        "99999999999999999999",
        "🙏🏽",
        "⭐",
        "²",
        "٣",
        "½",
        "º",
    ]
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(text=st.text(max_size=300), context=CONTEXTS, locale=st.sampled_from(["en", "pt-BR", ""]))
def test_any_text_is_understood_somehow(text: str, context: Context, locale: str) -> None:
    understood = understand(text, context=context, vocabulary=SHOP, locale_prior=locale)

    assert 0.0 <= understood.confidence <= 1.0
    assert 0.0 <= understood.sentiment <= 1.0
    assert understood.language in {"en", "pt", "es"}


@settings(deadline=None)
@given(words=st.lists(WORDS, max_size=30), context=CONTEXTS)
def test_the_same_message_means_the_same_again(words: list[str], context: Context) -> None:
    text = " ".join(words)
    first = understand(text, context=context, vocabulary=SHOP, locale_prior="en")
    again = understand(text, context=context, vocabulary=SHOP, locale_prior="en")

    assert first == again


def calls(action: Callable[[], object]) -> int:
    """Count the function calls, Python's and C's, that an action takes."""
    counted = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal counted
        counted += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        action()
    finally:
        sys.setprofile(before)
    return counted


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "not ",
        "no quiero ",
        "between 50 and ",
        "1,000.",
        "weird zzxq blarg ",
        "cancel my order. ",
        "a@",
        "a-1_",
        "AB-1",
        "Rua 1, ",
        "\n",
        "$$",
        "😡",
        "ha",
        "the the the cheaper one ",
    ],
)
def test_work_grows_no_faster_than_length(piece: str) -> None:
    def work(length: int) -> int:
        text = (piece * length)[:length]
        context = Context(pending=Pending.ADDRESS, language="en")
        return calls(lambda: understand(text, context=context, vocabulary=SHOP, locale_prior="en"))

    work(64)

    assert work(4096) <= 2.5 * work(2048) + 2000


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "piece", ["a", "a.", "a@a.", "A1-", "1", "1 ", "1,", "AA ", "x\u0301", "''"]
)
def test_no_pattern_backtracks_without_end(piece: str) -> None:
    text = (piece * 4096)[:4096]

    understood = understand(text, context=Context(), vocabulary=SHOP, locale_prior="en")

    assert understood.language == "en"
