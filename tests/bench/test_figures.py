import pytest

from tests.bench.figures import Figure, Target, figure, percentile


def test_the_95th_percentile_of_twenty_values_is_the_nineteenth() -> None:
    values = [float(one) for one in range(20, 0, -1)]

    assert percentile(values, 95) == 19.0
    assert percentile([7.0], 95) == 7.0


def test_a_figure_has_a_95th_percentile_from_twenty_values_on() -> None:
    few, enough = [1.0] * 19, [1.0] * 20

    assert figure("turn", "ms", few).p95 is None
    assert figure("turn", "ms", enough).p95 == 1.0


@pytest.mark.parametrize(
    ("values", "met"),
    [([1.25, 1.25, 9.0], True), ([1.26, 1.26, 1.0], False)],
)
def test_the_median_is_judged(values: list[float], met: bool) -> None:  # noqa: FBT001
    found = figure("cold start", "x", values, Target(1.25), of="cart")

    assert found == Figure("cold start", "x", 3, values[0], None, "p50 ≤ 1.25", met, "cart")


def test_a_percentile_that_is_not_known_meets_nothing_and_misses_nothing() -> None:
    assert figure("turn", "ms", [900.0], Target(300, of="p95")).met is None
