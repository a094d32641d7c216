import pytest

from functions.seller.planner.wording import Voice

SHARED = {
    "en": {"thanks": ("a", "b", "c"), "added": ("{title} is in.",), "and": ("and",)},
    "pt": {"added": ("{title} entrou.",)},
}


def voice(language: str = "en", seed: str = "t1", **own: dict[str, tuple[str, ...]]) -> Voice:
    return Voice(language, seed, SHARED, own)


def test_a_turn_always_says_the_same() -> None:
    assert {voice(seed="t7").say("thanks") for _ in range(5)} == {voice(seed="t7").say("thanks")}


def test_turns_vary_the_wording() -> None:
    assert {voice(seed=f"t{n}").say("thanks") for n in range(50)} == {"a", "b", "c"}


def test_a_brand_says_it_in_its_own_words() -> None:
    assert voice(added={"en": ("{title}, lovely!",)}).say("added", title="Tote") == "Tote, lovely!"


def test_a_brand_without_words_in_a_language_uses_the_shared_ones() -> None:
    spoken = voice("pt", added={"en": ("{title}, lovely!",)})

    assert spoken.say("added", title="Bolsa") == "Bolsa entrou."


@pytest.mark.parametrize("slip", ["{titel} is in", "{0} is in", "{title", "{title.x.y}"])
def test_a_slip_in_a_brand_file_costs_no_answer(slip: str) -> None:
    assert voice(added={"en": (slip,)}).say("added", title="Tote") == "Tote is in."


def test_braces_in_a_title_are_text() -> None:
    assert voice().say("added", title="{x} {0}") == "{x} {0} is in."


def test_an_unknown_key_says_nothing() -> None:
    assert voice().say("never") == ""
    assert not voice().knows("never")


@pytest.mark.parametrize(
    ("parts", "text"),
    [((), ""), (("a",), "a"), (("a", "b"), "a and b"), (("a", "b", "c"), "a, b and c")],
)
def test_parts_are_listed(parts: tuple[str, ...], text: str) -> None:
    assert voice().listed(parts) == text


def test_a_value_without_a_word_stays_itself() -> None:
    assert voice().word("value", "Ultraviolet") == "Ultraviolet"
