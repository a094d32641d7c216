"""What models typically say with the shipped shop's data, true and made up."""

import pytest

from shared.conversation.dialogue import Dialogue
from shared.events.products import ProductQueryResult
from shared.grounds.claims import unfounded
from shared.grounds.learning import known_before, learned
from tests.shared.grounds.known import ASKED, SAID, known, sayings
from tests.support.shop import BRANDS, shipped_brands, shipped_products

TRUTHS = [(brand, text) for brand, texts in sayings("truths").items() for text in texts]
PROMISED_BY_PRODUCTS = {
    "tech": {"Two-year", "dois anos"},
}
"""What texts of products must not promise: that stands in the shop's own words, or nowhere."""
UNTRUTHS = [
    (brand, kind, text)
    for brand, kinds in sayings("untruths").items()
    if isinstance(kinds, dict)
    for kind, texts in kinds.items()
    for text in texts
]


@pytest.mark.parametrize(("brand", "text"), TRUTHS)
def test_the_truth_may_be_told(brand: str, text: str) -> None:
    assert unfounded(text, known(brand), SAID) == ()


@pytest.mark.parametrize(("brand", "kind", "text"), UNTRUTHS)
def test_what_is_made_up_is_found(brand: str, kind: str, text: str) -> None:
    assert [one.kind for one in unfounded(text, known(brand), SAID)] == [kind]


@pytest.mark.parametrize("brand", BRANDS)
def test_all_that_the_shop_says_itself_may_be_told(brand: str) -> None:
    shop, before = shipped_brands()[brand], known_before(shipped_brands()[brand], Dialogue())
    told = [(before, text) for text in before.texts]
    for entry in shop.faq:
        answer = ProductQueryResult(reply_to=ASKED, kind="faq", faq=entry)
        told += [
            (learned(before, answer, language), text) for language, text in entry.answer.items()
        ]
    for product in shipped_products(brand):
        found = ProductQueryResult(reply_to=ASKED, kind="details", products=(product,))
        told += [(learned(before, found, "en"), text) for text in product.description.values()]

    problems = [(one.said, text) for facts, text in told for one in unfounded(text, facts, "")]

    assert len(told) > 150
    assert {said for said, _ in problems} == PROMISED_BY_PRODUCTS.get(brand, set())


def test_the_tables_are_long_enough_to_mean_something() -> None:
    assert len(TRUTHS) >= 60
    assert len(UNTRUTHS) >= 60
