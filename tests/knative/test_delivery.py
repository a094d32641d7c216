"""What people see of what the local broker could not deliver; `tests/brokers` has the rest."""

from tests.knative.local_run import LocalRun


def test_an_event_whose_dead_letter_fails_too_is_lost_and_counted(platform: LocalRun) -> None:
    before = platform.client.get(f"{platform.admin}/queues").json()["lost"]

    platform.publish("buried", want="500", buried="500")

    def lost() -> int:
        return platform.client.get(f"{platform.admin}/queues").json()["lost"] - before

    assert platform.eventually(lost) == 1
    assert len(platform.receipts("buried", "graveyard")) == 4
    assert "buried" in platform.output.read_text()
