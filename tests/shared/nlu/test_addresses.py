from collections.abc import Callable

import pytest
from hypothesis import given, strategies as st

from shared.nlu.addresses import find_postcode, looks_like_address, parse_address
from shared.nlu.entities import Address
from shared.nlu.meaning import Understanding

PARTS = st.sampled_from(
    ["Rua", "Calle", "St", "100", ",", "\n", " - ", "SP", "TX", "Apto 12", "01305-000", "#", "."]
)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (
            "Rua Augusta 100, São Paulo 01305-000",
            Address(
                line1="Rua Augusta 100",
                city="São Paulo",
                region="SP",
                postcode="01305-000",
                country="BR",
            ),
        ),
        (
            "Rua Augusta, 100, Apto 12, São Paulo - SP, 01305-000",
            Address(
                line1="Rua Augusta, 100",
                line2="Apto 12",
                city="São Paulo",
                region="SP",
                postcode="01305-000",
                country="BR",
            ),
        ),
        (
            "Av. Paulista, 1578 - Bela Vista, São Paulo - SP, CEP 01310-200, Brasil",
            Address(
                line1="Av. Paulista, 1578",
                line2="Bela Vista",
                city="São Paulo",
                region="SP",
                postcode="01310-200",
                country="BR",
            ),
        ),
        (
            "742 Evergreen Terrace, Springfield, IL 62704",
            Address(
                line1="742 Evergreen Terrace", city="Springfield", region="IL", postcode="62704"
            ),
        ),
        (
            "my address is 742 Evergreen Terrace, Springfield IL 62704, USA",
            Address(
                line1="742 Evergreen Terrace",
                city="Springfield",
                region="IL",
                postcode="62704",
                country="US",
            ),
        ),
        (
            "Calle Mayor 5, 3º B, 28013 Madrid, España",
            Address(
                line1="Calle Mayor 5",
                line2="3º B",
                city="Madrid",
                postcode="28013",
                country="ES",
            ),
        ),
        (
            "Ana Souza\n221B Baker Street\nLondon NW1 6XE\nUnited Kingdom",
            Address(line1="221B Baker Street", city="London", postcode="NW1 6XE", country="GB"),
        ),
    ],
)
def test_an_address_is_split_into_its_parts(text: str, address: Address) -> None:
    assert parse_address(text) == address


@pytest.mark.parametrize(
    ("text", "postcode"),
    [("01305-000", "01305-000"), ("62704", "62704"), ("1234", "1234"), ("no idea", None)],
)
def test_a_postcode_is_found(text: str, postcode: str | None) -> None:
    assert find_postcode(text) == postcode


def test_a_street_word_beside_a_number_looks_like_an_address() -> None:
    assert looks_like_address("Rua Augusta 100")
    assert not looks_like_address("I want 2 shirts")


def test_an_address_answers_the_question_for_it(read: Callable[..., Understanding]) -> None:
    understood = read("Rua Augusta 100, São Paulo 01305-000", pending="address")

    assert understood.intent == "give_address"
    assert understood.entities.address == Address(
        line1="Rua Augusta 100", city="São Paulo", region="SP", postcode="01305-000", country="BR"
    )
    assert understood.entities.terms == ()


def test_another_wish_carries_no_address(read: Callable[..., Understanding]) -> None:
    assert read("where is my order?", pending="address").entities.address is None


@given(st.text(max_size=300))
def test_any_text_parses(text: str) -> None:
    assert parse_address(text) == parse_address(text)


@given(st.lists(PARTS, max_size=20).map("".join))
def test_any_pieces_of_addresses_parse(text: str) -> None:
    assert len(parse_address(text).line1 or "") <= len(text) + 2
