"""Recorded WhatsApp webhooks of others, at the door of the running shop."""

import random
from itertools import count
from typing import cast

import pytest

from tests.journeys.meta_posts import Json, addressed, post_signed, together, values_of
from tests.journeys.rest import settle
from tests.journeys.shop_run import ShopRun
from tests.shared_data import samples
from tests.support.shop import shipped_brands

pytestmark = pytest.mark.journey

FILES = ("whatsapp/meta_inbound.json", "whatsapp/client_library_samples.json")
UNANSWERED = {"reaction", "system"}
_numbers = count(15_550_300_001)


def bodies(file: str) -> dict[str, Json]:
    return cast("dict[str, Json]", samples(file))


def crashes(shop: ShopRun) -> int:
    return sum(one["crashes"] for one in shop.inside("/processes")["processes"])


def answers_to(shop: ShopRun, shopper: str) -> int:
    answer = shop.client.get(f"{shop.meta}/control/sent", params={"to": shopper})
    return len(answer.json()["messages"])


def expected_answers(sample: Json) -> int:
    kinds = [one["type"] for value in values_of(sample) for one in value.get("messages", [])]
    return sum(kind not in UNANSWERED for kind in kinds)


@pytest.mark.parametrize("file", FILES)
def test_a_sample_for_a_number_that_is_not_ours_is_taken_and_harms_nothing(
    shop: ShopRun, file: str
) -> None:
    before = crashes(shop)

    statuses = {name: post_signed(shop, body).status_code for name, body in bodies(file).items()}

    assert set(statuses.values()) == {200}, statuses
    settle(shop)
    assert crashes(shop) == before


@pytest.mark.parametrize("file", FILES)
def test_every_sample_of_a_shopper_of_ours_is_answered_once(shop: ShopRun, file: str) -> None:
    before = crashes(shop)
    number = shipped_brands()["fashion"].whatsapp.phone_number_id
    shoppers = {name: str(next(_numbers)) for name in bodies(file)}

    for name, sample in bodies(file).items():
        assert post_signed(shop, addressed(sample, number, shoppers[name])).status_code == 200, name
    settle(shop)

    counts = {name: answers_to(shop, shopper) for name, shopper in shoppers.items()}
    assert counts == {name: expected_answers(sample) for name, sample in bodies(file).items()}
    assert crashes(shop) == before


@pytest.mark.parametrize("size", [2, 3])
def test_samples_batched_and_shuffled_are_answered_as_if_alone(shop: ShopRun, size: int) -> None:
    number = shipped_brands()["tech"].whatsapp.phone_number_id
    whole = [sample for file in FILES for sample in bodies(file).values()]
    random.Random(size).shuffle(whole)
    shoppers = [str(next(_numbers)) for _ in whole]
    sent = [addressed(one, number, who) for one, who in zip(whole, shoppers, strict=True)]

    for start in range(0, len(sent), size):
        assert post_signed(shop, together(sent[start : start + size])).status_code == 200
    settle(shop)

    counts = [answers_to(shop, shopper) for shopper in shoppers]
    assert counts == [expected_answers(sample) for sample in whole]
