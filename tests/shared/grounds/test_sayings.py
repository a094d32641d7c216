"""What models typically say with the shipped shop's data, true and made up."""

import pytest

from shared.grounds.claims import unfounded
from tests.shared.grounds.known import SAID, known, sayings

TRUTHS = [(brand, text) for brand, texts in sayings("truths").items() for text in texts]
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


def test_the_tables_are_long_enough_to_mean_something() -> None:
    assert len(TRUTHS) >= 60
    assert len(UNTRUTHS) >= 60
