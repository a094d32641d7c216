from hypothesis import given, strategies as st

from functions.cart.split import part, split

weights = st.lists(st.integers(0, 10**7), min_size=1, max_size=50)


def test_the_cents_left_over_go_to_the_largest_remainders() -> None:
    assert split(100, [333, 333, 334]) == [33, 33, 34]
    assert split(10, [1, 1, 8]) == [1, 1, 8]
    assert split(2, [5, 5, 5]) == [1, 1, 0]


def test_nothing_is_shared_among_nothing() -> None:
    assert split(0, [0, 0]) == [0, 0]


@given(weights, st.data())
def test_shares_add_up_and_none_exceeds_its_weight(parts: list[int], data: st.DataObject) -> None:
    amount = data.draw(st.integers(0, sum(parts)))

    shares = split(amount, parts)

    assert sum(shares) == amount
    assert all(0 <= share <= weight for share, weight in zip(shares, parts, strict=True))


@given(weights, st.data())
def test_a_share_is_within_a_cent_of_its_exact_part(parts: list[int], data: st.DataObject) -> None:
    amount = data.draw(st.integers(0, sum(parts)))

    shares = split(amount, parts)

    for share, weight in zip(shares, parts, strict=True):
        assert abs(share * sum(parts) - amount * weight) < max(sum(parts), 1)


def test_half_a_cent_is_rounded_up() -> None:
    assert part(50, 100) == 1
    assert part(49, 100) == 0
    assert part(1999, 1000) == 200
