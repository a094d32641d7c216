import pytest

from functions.relay.main import pause


@pytest.mark.parametrize(
    ("seconds", "failures", "waits"),
    [(0.25, 0, 0.25), (0.25, 1, 0.5), (0.25, 4, 4.0), (0.25, 5, 5.0), (0.25, 4000, 5.0)],
)
def test_a_sweep_that_fails_again_and_again_waits_longer(
    seconds: float, failures: int, waits: float
) -> None:
    assert pause(seconds, failures) == waits


def test_a_slow_sweep_is_not_made_faster_by_failures() -> None:
    assert pause(600.0, 3) == 600.0
