import pytest

from functions.seller.planner.address import address_text, from_location, is_complete
from shared.models.cart import Address
from shared.models.message import Location
from tests.functions.seller.shopper import Shopper


@pytest.mark.parametrize(
    ("said", "country"),
    [
        ("Rua Augusta 100, São Paulo, 01305-000", "BR"),
        ("12 Main Street, Springfield 12345-6789", "US"),
        ("12 Main Street, Springfield 12345", "US"),
        ("Hauptstrasse 5, 10115 Berlin, Germany", "DE"),
        ("Av. Reforma 222, Ciudad de México, 06600, México", "MX"),
    ],
)
def test_the_country_is_the_one_said_or_the_postcodes(
    buyer: Shopper, said: str, country: str
) -> None:
    buyer.say("checkout")
    buyer.say(said)

    assert buyer.dialogue.address is not None
    assert buyer.dialogue.address.country == country


def test_without_a_hint_the_language_tells_the_country() -> None:
    shopper = Shopper()
    shopper.say("hola, busco bolsos")
    shopper.tap("add:TOTE-1")
    shopper.say("finalizar compra")
    shopper.say("Av. Reforma 222, Ciudad de México, 06600")

    assert shopper.dialogue.address is not None
    assert shopper.dialogue.address.country == "MX"


@pytest.mark.parametrize(
    ("place", "line1", "city"),
    [
        ({"address": "Rua Augusta 100, São Paulo"}, "Rua Augusta 100", "São Paulo"),
        ({"name": "Café Central"}, "Café Central", ""),
        ({"name": "Office", "address": "1 Elm St, Reno, NV"}, "1 Elm St, Reno", "NV"),
    ],
)
def test_a_place_on_the_map_is_read(place: dict[str, str], line1: str, city: str) -> None:
    address = from_location(Location.model_validate({"latitude": 1, "longitude": 2, **place}))

    assert address is not None
    assert (address.line1, address.city, address.longitude) == (line1, city, 2.0)


def test_a_bare_pin_has_no_address() -> None:
    assert from_location(Location(latitude=1, longitude=2, name=" ")) is None


@pytest.mark.parametrize(
    ("address", "complete"),
    [
        (Address(line1="1 Elm St", city="Reno"), True),
        (Address(line1="1 Elm St", postcode="89501"), True),
        (Address(line1="1 Elm St"), False),
        (Address(line1=" ", city="Reno"), False),
    ],
)
def test_an_address_needs_a_street_and_a_town_or_postcode(
    address: Address, *, complete: bool
) -> None:
    assert is_complete(address) == complete


def test_an_address_reads_in_one_line() -> None:
    address = Address(
        name="Ana",
        line1="1 Elm St",
        line2="Apt 2",
        city="Reno",
        region="NV",
        postcode="89501",
        country="US",
    )

    assert address_text(address) == "Ana, 1 Elm St, Apt 2, 89501 Reno, NV, US"
