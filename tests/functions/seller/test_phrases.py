"""Every wording exists in every language, with the same placeholders, and fits its place."""

import ast
import string
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from functions.seller.phrasebook import LANGUAGES, shared_phrases
from functions.seller.planner import rules
from shared.events.orders import OrderCancelled, OrderRejected
from shared.models.cart import Notice
from shared.models.message import MessageKind
from shared.models.order import OrderStatus
from tests.support.shop import BRANDS, shipped_brands, shipped_products

PLANNER = Path(rules.__file__).parent
FORMATTER = string.Formatter()
SAID = {"say", "to_person", "payment_answer", "orders_reply", "short_answer", "_asking"}
"""Functions that take a phrase's key."""

OF_THE_CATALOG = ("value_", "option_", "attribute_")
"""Kinds of keys for words of a catalog: a brand has its own beside the shared ones."""


def placeholders(wording: str) -> set[str]:
    return {name for _, name, _, _ in FORMATTER.parse(wording) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_the_same_things(language: str) -> None:
    assert shared_phrases()[language].keys() == shared_phrases()["en"].keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_wording_of_a_key_has_the_same_placeholders(language: str) -> None:
    for key, wordings in shared_phrases()[language].items():
        wanted = placeholders(shared_phrases()["en"][key][0])

        assert wordings, key
        assert [placeholders(each) for each in wordings] == [wanted] * len(wordings), key


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("prefix", "limit"), [("button_", 20), ("list_", 20), ("row_", 24), ("stars_", 24)]
)
def test_titles_fit_their_place(language: str, prefix: str, limit: int) -> None:
    titles = {
        key: wordings
        for key, wordings in shared_phrases()[language].items()
        if key.startswith(prefix) and not key.endswith("_more")
    }

    assert titles
    assert {key: each for key, all_ in titles.items() for each in all_ if len(each) > limit} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_notice_status_refusal_and_kind_has_words(language: str) -> None:
    notices = {f"notice_{code}" for code in get_args(Notice.model_fields["code"].annotation)}
    statuses = {each.value for each in OrderStatus} - {"reserving"}
    rejected = get_args(OrderRejected.model_fields["reason"].annotation)
    cancelled = get_args(OrderCancelled.model_fields["reason"].annotation)
    words = {MessageKind.TEXT, MessageKind.ACTION, MessageKind.REACTION, MessageKind.LOCATION}
    wanted = (
        notices
        | {f"status_{each}" for each in statuses}
        | {f"state_{each}" for each in statuses}
        | {f"rejected_{each}" for each in rejected}
        | {f"order_cancelled_{each}" for each in cancelled}
        | {f"media_{kind.value}" for kind in MessageKind if kind not in {*words, MessageKind.ORDER}}
        | {f"language_{code}" for code in LANGUAGES}
    )

    assert wanted - shared_phrases()[language].keys() == set()


def test_every_key_that_is_said_exists_and_the_rest_is_said_by_kind() -> None:
    known = shared_phrases()["en"].keys()

    assert {key for key in keys_said() if key not in known} == set()


def keys_said() -> Iterator[str]:
    for path in PLANNER.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            name = node.func.id if isinstance(node.func, ast.Name) else name
            words = [each.value for each in node.args if isinstance(each, ast.Constant)]
            if name in SAID and words:
                yield str(words[-1])
            elif name == "button" and len(words) > 1:
                yield f"button_{words[0]}"


@pytest.mark.parametrize("brand", BRANDS)
def test_a_brands_own_wordings_replace_known_ones(brand: str) -> None:
    for key, by_language in shipped_brands()[brand].phrases.items():
        if key.startswith(OF_THE_CATALOG):
            continue
        shared = shared_phrases()["en"].get(key)

        assert shared, f"nothing says {key}"
        for wordings in by_language.values():
            for wording in wordings:
                assert placeholders(wording) <= placeholders(shared[0]), (key, wording)


@pytest.mark.parametrize("brand", BRANDS)
def test_every_option_of_every_brand_has_a_word(brand: str) -> None:
    names = {option.name for product in shipped_products(brand) for option in product.options}
    known = {*shared_phrases()["pt"], *shipped_brands()[brand].phrases}

    assert {name for name in names if f"option_{name}" not in known} == set()
