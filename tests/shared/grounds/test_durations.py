"""Stretches of time, their units, and what founds them."""

import pytest
from hypothesis import given, settings, strategies as st

from shared.grounds.claims import unfounded
from shared.grounds.durations import durations_in
from shared.grounds.facts import Facts
from shared.grounds.spans import Scale, Span
from shared.grounds.timings import spans_in

DAY = 1440
UNITS: dict[str, tuple[Scale, int]] = {
    "hours": ("minutes", 60),
    "horas": ("minutes", 60),
    "days": ("minutes", DAY),
    "dias": ("minutes", DAY),
    "días": ("minutes", DAY),
    "weeks": ("minutes", 7 * DAY),
    "semanas": ("minutes", 7 * DAY),
    "months": ("months", 1),
    "meses": ("months", 1),
    "years": ("months", 12),
    "años": ("months", 12),
}


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("30 days", Span("minutes", 30 * DAY, 30 * DAY, DAY)),
        ("3 to 6 business days", Span("minutes", 3 * DAY, 6 * DAY, DAY, working=True)),
        ("3 a 6 dias úteis", Span("minutes", 3 * DAY, 6 * DAY, DAY, working=True)),
        ("1 o 2 días hábiles", Span("minutes", DAY, 2 * DAY, DAY, working=True)),
        ("1–2 days", Span("minutes", DAY, 2 * DAY, DAY)),
        ("two weeks", Span("minutes", 14 * DAY, 14 * DAY, 7 * DAY)),
        ("duas semanas", Span("minutes", 14 * DAY, 14 * DAY, 7 * DAY)),
        ("once días", Span("minutes", 11 * DAY, 11 * DAY, DAY)),
        ("a couple of weeks", Span("minutes", 14 * DAY, 14 * DAY, 7 * DAY)),
        ("2.5 hours", Span("minutes", 150, 150, 60)),
        ("2,5 horas", Span("minutes", 150, 150, 60)),
        ("1,500 hours", Span("minutes", 90000, 90000, 60)),
        ("48h", Span("minutes", 2 * DAY, 2 * DAY, 60)),
        ("meia hora", Span("minutes", 30, 30, 60)),
        ("a 2-year warranty", Span("months", 24, 24, 12)),
        ("24 meses", Span("months", 24, 24, 1)),
        ("um ano", Span("months", 12, 12, 12)),
        ("same-day delivery", Span("minutes", 0, 0, DAY)),
        ("within the hour", Span("minutes", 60, 60, 60)),
    ],
)
def test_a_time_has_a_number_and_a_unit(text: str, span: Span) -> None:
    assert [one.span for one in durations_in(text)] == [span]


@pytest.mark.parametrize(
    "text",
    [
        "aged 7 years and up",
        "maiores de 16 anos",
        "18 years old",
        "24 hours a day",
        "oil it once a year",
        "7 días a la semana",
        "das 9h às 20h",
        "antes de las 14 h",
        "de 9 a 20 h",
        "a few days",
        "these days",
        "$49 this week",
        "size 42 this year",
        "8 mm, 248 g, 120 Hz",
    ],
)
def test_ages_rates_and_times_of_day_are_none(text: str) -> None:
    assert list(durations_in(text)) == []


@pytest.mark.parametrize(
    ("text", "claim", "is_founded"),
    [
        ("1 day", "24 hours", True),
        ("7 days", "one week", True),
        ("12 months", "a year", True),
        ("2 hours", "120 minutes", True),
        ("30 days", "one month", False),
        ("30 days", "30 business days", False),
        ("5 business days", "5 days", True),
        ("5 business days", "a week", True),
        ("3 to 6 days", "4 to 5 days", True),
        ("3 to 6 days", "72 hours", True),
        ("3 to 6 days", "100 hours", False),
        ("3 to 6 days", "2 to 4 days", False),
        ("3 to 6 days", "4.5 days", False),
        ("1 to 2 weeks", "10 days", False),
    ],
)
def test_units_are_converted_where_everybody_agrees(
    text: str, claim: str, *, is_founded: bool
) -> None:
    found = unfounded(f"The refund takes {claim}.", Facts(cards={}, texts=(text,)), "")

    assert [one.kind for one in found] == ([] if is_founded else ["duration"])


@settings(deadline=None)
@given(
    st.integers(1, 9),
    st.integers(0, 9),
    st.integers(2, 400),
    st.sampled_from(sorted(UNITS)),
    st.sampled_from(["It is delivered in {}.", "A entrega leva {}.", "Te llega en {}."]),
)
def test_a_delivery_takes_what_the_shop_says_and_nothing_else(
    low: int, more: int, number: int, unit: str, saying: str
) -> None:
    facts = Facts(cards={}, texts=(f"{low} to {low + more} days.",))
    scale, minutes = UNITS[unit]

    found = unfounded(saying.format(f"{number} {unit}"), facts, "")

    days = number * minutes / DAY
    is_true = scale == "minutes" and days == int(days) and low <= days <= low + more
    assert [one.kind for one in found] == ([] if is_true else ["duration"])


def test_what_a_text_leaves_out_is_understood() -> None:
    said = spans_in("38 hours of music, and 10 minutes of charging give another 5.")

    assert Span("minutes", 5 * 60, 5 * 60, 60) in said


def test_a_products_text_founds_what_it_does_and_no_promise() -> None:
    facts = Facts(cards={}, described=("38 hours of music. Gone in two hours.",))

    assert unfounded("It plays for 38 hours.", facts, "") == ()
    assert unfounded("The scent is gone in two hours.", facts, "") == ()
    assert [one.said for one in unfounded("Delivered in two hours.", facts, "")] == ["two hours"]
    assert [one.said for one in unfounded("38 hours to return it.", facts, "")] == ["38 hours"]


def test_what_the_seller_told_before_may_be_said_again_but_is_no_promise() -> None:
    facts = Facts(cards={}, told=("It runs 38 hours.",))

    assert unfounded("As I said, 38 hours.", facts, "") == ()
    assert [one.said for one in unfounded("It arrives in 38 hours.", facts, "")] == ["38 hours"]


def test_a_shoppers_plans_may_be_repeated_and_their_wishes_not_granted() -> None:
    facts, said = Facts(cards={}), "I travel for two weeks and need it in 2 days"

    assert unfounded("Two weeks in Norway, lovely!", facts, said) == ()
    assert [one.said for one in unfounded("It arrives in 2 days.", facts, said)] == ["2 days"]
