"""Misfortune on demand: seeded, changeable while it runs, and no more than asked for."""

import httpx
import pytest

from knative.local.chaos import Chaos, ChaosError, ChaosSettings
from tests.knative.local_run import LocalRun


def test_settings_are_read_from_pairs() -> None:
    settings = ChaosSettings.parse("duplicate=0.2,reorder=0.3, lose=0.05,delay_ms=50,seed=7")

    assert settings == ChaosSettings(duplicate=0.2, reorder=0.3, lose=0.05, delay_ms=50, seed=7)


@pytest.mark.parametrize("text", ["explode=1", "lose=often"])
def test_what_is_no_setting_is_refused(text: str) -> None:
    with pytest.raises(ChaosError):
        ChaosSettings.parse(text)


def test_the_same_seed_decides_the_same() -> None:
    settings = ChaosSettings(duplicate=0.3, reorder=0.3, lose=0.2, seed=7)

    first, second = Chaos(settings), Chaos(settings)

    assert [first.holds() for _ in range(200)] == [second.holds() for _ in range(200)]


def test_without_chaos_nothing_is_held_doubled_or_lost() -> None:
    assert Chaos(ChaosSettings()).holds() == [0.0]


def test_about_as_many_deliveries_suffer_as_asked() -> None:
    chaos = Chaos(ChaosSettings(duplicate=0.2, reorder=0.3, lose=0.1, seed=1))

    fates = [chaos.holds() for _ in range(10_000)]

    assert sum(not fate for fate in fates) == pytest.approx(1000, abs=150)
    assert sum(len(fate) == 2 for fate in fates) == pytest.approx(1800, abs=200)
    assert sum(bool(fate) and fate[0] > 0 for fate in fates) == pytest.approx(2700, abs=250)


def test_events_are_doubled_lost_and_overtaken_for_real(platform: LocalRun) -> None:
    sink = platform.sink

    change(platform, duplicate=1, hold_ms=50)
    platform.publish("doubled", sink=sink)
    change(platform, lose=1)
    assert platform.publish("forgotten", sink=sink) == 202
    change(platform, reorder=1, hold_ms=6000, seed=1)  # for about 5 s
    platform.publish("slow", sink=sink)
    change(platform)
    platform.publish("quick", sink=sink)

    platform.eventually(lambda: platform.receipts("slow"))
    platform.eventually(lambda: len(platform.receipts("doubled")) == 2)
    order = [each["id"] for each in platform.logged() if each.get("id") in ("slow", "quick")]
    assert order == ["quick", "slow"]
    assert platform.receipts("forgotten") == []


def change(run: LocalRun, **settings: float) -> None:
    assert httpx.post(f"{run.admin}/chaos", json=settings).status_code == 200
