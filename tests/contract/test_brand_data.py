"""The shipped brand files: complete, distinct, and in words the shop understands."""

import re
from collections import Counter
from collections.abc import Iterator
from string import Formatter
from typing import cast

import pytest

from shared.models.money import display
from shared.nlu.context import Context
from shared.nlu.intents import FaqTopic, Intent
from shared.nlu.understanding import understand
from tests.support.shop import (
    BRANDS,
    CHART,
    LANGUAGES,
    shipped_brands,
    shipped_products,
    shipped_vocabulary,
)

TEMPLATES = {
    "order_confirmed",
    "order_shipped",
    "order_delivered",
    "order_cancelled",
    "order_refunded",
    "news_waiting",
    "agent_reply",
}
PHRASES = {
    "found_products": {"count", "query"},
    "nothing_found": {"query"},
    "added": {"title"},
    "ask_checkout": set[str](),
    "thanks": set[str](),
    "goodbye": set[str](),
    "order_confirmed": {"number", "total"},
}


def texts(value: object, where: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Every text by language inside a dumped model, with its place."""
    if isinstance(value, dict):
        named = cast("dict[str, object]", value)
        if "en" in named:
            yield where, {key: str(inner) for key, inner in named.items()}
        for key, inner in named.items():
            yield from texts(inner, f"{where}.{key}")
    elif isinstance(value, list):
        for index, inner in enumerate(cast("list[object]", value)):
            yield from texts(inner, f"{where}.{index}")


def test_the_shop_has_its_five_brands_and_a_catalog_for_each() -> None:
    assert tuple(sorted(shipped_brands())) == BRANDS
    assert tuple(sorted(path.stem for path in (CHART / "catalog").glob("*.jsonl"))) == BRANDS
    sellers = {
        brand.id: (brand.seller.name, brand.order_prefix) for brand in shipped_brands().values()
    }
    assert sellers == {
        "fashion": ("Luna", "FA"),
        "tech": ("Max", "TE"),
        "home": ("Sofia", "HO"),
        "beauty": ("Bella", "BE"),
        "gaming": ("Pixel", "GA"),
    }


def test_every_brand_has_its_own_whatsapp_number() -> None:
    numbers = [brand.whatsapp.phone_number_id for brand in shipped_brands().values()]

    assert len(set(numbers)) == len(BRANDS)
    assert all(re.fullmatch(r"\d{15}", number) for number in numbers)


@pytest.mark.parametrize("brand", BRANDS)
def test_every_text_is_there_in_three_languages(brand: str) -> None:
    files = [
        shipped_brands()[brand].model_dump(),
        *(each.model_dump() for each in shipped_products(brand)),
    ]

    found = [pair for index, data in enumerate(files) for pair in texts(data, str(index))]

    assert len(found) > 100
    assert [where for where, text in found if set(text) != set(LANGUAGES)] == []
    assert [where for where, text in found if not all(text.values())] == []


@pytest.mark.parametrize("brand", BRANDS)
def test_templates_phrases_and_topics_are_complete(brand: str) -> None:
    file = shipped_brands()[brand]

    assert set(file.whatsapp.templates) == TEMPLATES
    names = [template.name for template in file.whatsapp.templates.values()]
    assert sorted(names) == sorted(f"{brand}_{occasion}" for occasion in TEMPLATES)
    for template in file.whatsapp.templates.values():
        assert template.languages == {"en": "en_US", "pt": "pt_BR", "es": "es_MX"}
    assert set(file.phrases) >= set(PHRASES)
    asked = {entry.topic for entry in file.faq}
    everywhere = set(FaqTopic) - {FaqTopic.SIZES}
    assert {topic.value for topic in everywhere} <= asked
    assert {"BRL", "EUR", "MXN", "GBP"} <= set(file.exchange_rates)


@pytest.mark.parametrize("brand", BRANDS)
@pytest.mark.parametrize("key", PHRASES)
def test_a_phrase_asks_only_for_what_it_is_given(brand: str, key: str) -> None:
    by_language = shipped_brands()[brand].phrases[key]

    assert set(by_language) == set(LANGUAGES)
    for wordings in by_language.values():
        assert 2 <= len(wordings) <= 3
        for wording in wordings:
            used = {name for _, name, _, _ in Formatter().parse(wording) if name is not None}
            assert used == PHRASES[key]


@pytest.mark.parametrize("brand", BRANDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_faq_promises_what_the_policies_say(brand: str, language: str) -> None:
    file = shipped_brands()[brand]
    answers = {entry.slug: entry.answer[language] for entry in file.faq}
    prices = {option.id: option.price for option in file.policies.shipping.options}

    for text in (answers["delivery"], file.policies.shipping.text[language]):
        for option in ("standard", "express"):
            assert display(prices[option], language).removesuffix(".00").removesuffix(",00") in text
    for text in (answers["returns"], file.policies.returns.text[language]):
        assert str(file.policies.returns.days) in text


@pytest.mark.parametrize("brand", BRANDS)
def test_a_synonym_belongs_to_one_category_of_its_language(brand: str) -> None:
    categories = shipped_brands()[brand].categories

    for language in LANGUAGES:
        words = Counter(word for each in categories for word in each.synonyms[language])
        assert [word for word, count in words.items() if count > 1] == []
        assert all(len(each.synonyms[language]) >= 3 for each in categories)


@pytest.mark.parametrize("brand", BRANDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_asking_for_a_category_by_name_is_understood(brand: str, language: str) -> None:
    context = Context(language=language, brand=brand, currency="USD")
    wish = {"en": "I want", "pt": "quero", "es": "quiero"}[language]

    for category in shipped_brands()[brand].categories:
        understood = understand(
            f"{wish} {category.name[language].lower()}",
            context=context,
            vocabulary=shipped_vocabulary(brand),
            locale_prior=LANGUAGES[language],
        )

        assert (understood.intent, understood.entities.category) == (Intent.SEARCH, category.id)
