import json
from collections.abc import Iterator

import pytest

from shared.brands import brands
from shared.settings import settings
from tests.functions.seller.goods import BRAND
from tests.functions.seller.shopper import Shopper


@pytest.fixture
def shopper() -> Shopper:
    """Return a shopper who has said hello."""
    one = Shopper()
    one.say("hi")
    return one


@pytest.fixture
def buyer(shopper: Shopper) -> Shopper:
    """Return a shopper with two pairs of one shoe in the cart."""
    shopper.tools.lines["GLIDE-BLU-42"] = 2
    shopper.say("show my cart")
    return shopper


@pytest.fixture
def payer(buyer: Shopper) -> Shopper:
    """Return a shopper who has the quote before them."""
    buyer.say("checkout")
    buyer.say("12 Main Street, Springfield 12345")
    buyer.tap("ship:standard")
    return buyer


@pytest.fixture
def owner(payer: Shopper) -> Shopper:
    """Return a shopper who has ordered."""
    payer.tap("confirm:")
    return payer


@pytest.fixture
def test_brand(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The seller's process has the tests' brand."""
    monkeypatch.setenv("BRAND_FILE_fashion.yaml", json.dumps(BRAND.wire()))
    monkeypatch.setenv("PUBLIC_URL", "https://shop.example")
    monkeypatch.setenv(
        "BRAND_NAMES", json.dumps(["Test Fashion", "Luna", "Agent Store Tech", "Max"])
    )
    settings.cache_clear()
    brands.cache_clear()
    yield
    brands.cache_clear()
