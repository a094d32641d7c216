from datetime import timedelta

from functions.cart.codes import KnownCode
from shared.models.cart import Notice
from tests.functions.cart.making import NOW, asked, code, filled, shop, usd

TEN = code("TEN")


def test_an_applied_code_stays_on_the_cart_and_its_share_is_on_the_lines() -> None:
    sold = shop(codes=(TEN,))
    state = filled(sold, {"bag": 1, "shoe": 1})

    state, outcome = asked(state, sold, "apply_code", code=" ten ")

    assert state.codes == outcome.cart.codes == ("TEN",)
    assert [line.discount for line in outcome.cart.lines] == [usd(-250), usd(-600)]
    assert outcome.cart.totals.discount == usd(-850)
    assert outcome.changed


def test_a_code_is_applied_once() -> None:
    sold = shop(codes=(TEN,))
    state, _ = asked(filled(sold, {"bag": 1}), sold, "apply_code", code="TEN")

    after, outcome = asked(state, sold, "apply_code", code="TEN")

    assert outcome.refusal == Notice(code="code_already", code_text="TEN")
    assert after == state


def test_a_code_that_does_not_count_is_refused_and_not_kept() -> None:
    sold = shop(
        codes=(
            code("LATE", valid_until=NOW),
            code("MIN", minimum=usd(9999)),
            KnownCode(code=code("USED", limit_per_customer=1), customer_uses=1),
        )
    )
    state = filled(sold, {"bag": 1})

    outcomes = [
        asked(state, sold, "apply_code", code=text) for text in ("NOPE", "LATE", "MIN", "USED")
    ]

    assert [outcome.refusal.code for _, outcome in outcomes if outcome.refusal] == [
        "code_unknown",
        "code_expired",
        "code_minimum",
        "code_used_up",
    ]
    assert all(after == state for after, _ in outcomes)


def test_a_code_that_does_not_stack_is_refused_beside_another() -> None:
    sold = shop(codes=(TEN, code("ELEVEN", stackable=True)))
    state, _ = asked(filled(sold, {"bag": 1}), sold, "apply_code", code="TEN")

    _, outcome = asked(state, sold, "apply_code", code="ELEVEN")

    assert outcome.refusal == Notice(code="code_not_stackable", code_text="ELEVEN")


def test_five_codes_are_the_most() -> None:
    codes = tuple(code(f"C{index}", stackable=True, basis_points=100) for index in range(6))
    sold = shop(codes=codes)
    state = filled(sold, {"bag": 1})
    for one in codes[:5]:
        state, _ = asked(state, sold, "apply_code", code=one.code)

    after, outcome = asked(state, sold, "apply_code", code="C5")

    assert len(state.codes) == 5
    assert outcome.refusal is not None
    assert after == state


def test_a_shopper_may_begin_with_the_code() -> None:
    sold = shop(codes=(code("TEN", minimum=usd(3000)),))

    state, outcome = asked(None, sold, "apply_code", code="TEN")
    state, below = asked(state, sold, "add", sku="bag")
    _, above = asked(state, sold, "add", sku="bag")

    assert outcome.refusal is None
    assert outcome.cart.notices == ()
    assert below.cart.notices == (Notice(code="code_minimum", code_text="TEN", minimum=usd(3000)),)
    assert below.cart.totals.discount == usd(0)
    assert above.cart.totals.discount == usd(-500)


def test_a_code_that_ran_out_leaves_the_cart_and_is_told_once() -> None:
    ends = code("TEN", valid_until=NOW + timedelta(hours=1))
    state = filled(shop(codes=(ends,)), {"bag": 1})
    state, _ = asked(state, shop(codes=(ends,)), "apply_code", code="TEN")
    later = shop(codes=(ends,), now=NOW + timedelta(hours=1))

    state, first = asked(state, later, "show")
    _, second = asked(state, later, "show")

    assert state.codes == ()
    assert first.cart.notices == (Notice(code="code_expired", code_text="TEN"),)
    assert first.cart.totals.discount == usd(0)
    assert second.cart.notices == ()


def test_a_removed_code_takes_nothing_off_any_more() -> None:
    sold = shop(codes=(TEN,))
    state, _ = asked(filled(sold, {"bag": 1}), sold, "apply_code", code="TEN")

    state, outcome = asked(state, sold, "remove_code", code="ten")
    _, again = asked(state, sold, "remove_code", code="ten")

    assert outcome.cart.totals.total == usd(2500)
    assert state.codes == ()
    assert again.refusal == Notice(code="code_unknown", code_text="TEN")
