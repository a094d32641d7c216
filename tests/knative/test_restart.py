"""A supervisor that is killed or stopped: what is left running, what goes on afterwards."""

import os
import signal
import socket
import time
from pathlib import Path

import httpx

from knative.local.stop import stop_run
from tests.knative.local_run import HERE, LocalRun, alive, local_run


def test_a_retry_under_way_starts_over_after_a_restart(fresh_data: Path) -> None:
    platform = fresh_data / "platform"
    platform.mkdir()
    manifest = (HERE / "toy_platform/200-broker.yaml").read_text()
    # An attempt that times out while its function starts never gets there: time enough for it.
    patient = manifest.replace("retry: 3", "retry: 1").replace("PT0.1S", "PT4S")
    patient = patient.replace("PT1S", "PT30S")
    (platform / "200-broker.yaml").write_text(patient)
    with local_run(fresh_data, LOCAL_PLATFORM=str(platform)) as run:
        run.publish("again", want="503")
        run.eventually(lambda: run.receipts("again"))
        pids = run.pids()

        run.kill()  # in the pause before the second and last attempt
        run.eventually(lambda: not any(alive(pid) for pid in pids.values()))
        assert len(run.receipts("again")) == 1
        run.start()

        run.eventually(lambda: run.receipts("again", "graveyard"))
        assert len(run.receipts("again")) == 1 + 2


def test_sigterm_stops_everything_and_the_exit_code_is_0(fresh_data: Path) -> None:
    with local_run(fresh_data) as run:
        run.publish("last", want="sleep0.5")
        run.eventually(lambda: run.receipts("last"))
        pids = run.pids()

        assert run.stop() == 0

        assert not any(alive(pid) for pid in pids.values())
        run.start()
        assert run.queue("wide")["pending"] == 0  # the delivery under way ended before the stop


def test_ctrl_c_stops_everything_too(fresh_data: Path) -> None:
    with local_run(fresh_data) as run:
        pids = run.pids()

        os.kill(pids["supervisor"], signal.SIGINT)

        assert run.wait() == 0
        assert not any(alive(pid) for pid in pids.values())


def test_an_open_stream_does_not_hold_up_the_stop(fresh_data: Path) -> None:
    with local_run(fresh_data) as run:
        with httpx.stream("GET", f"{run.url}/toy/stream", timeout=5) as answer:
            next(answer.iter_text())
            began = time.monotonic()

            assert run.stop() == 0

        assert time.monotonic() - began < 6


def test_make_stop_ends_the_run_of_its_data_directory(fresh_data: Path) -> None:
    with local_run(fresh_data) as run:
        pids = run.pids()

        assert stop_run(fresh_data)

        assert not any(alive(pid) for name, pid in pids.items() if name != "supervisor")
        assert run.wait() == 0
    assert not stop_run(fresh_data)


def test_a_busy_port_is_said_in_one_line(fresh_data: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = LocalRun(fresh_data, PORT=str(port)).refusal()

    assert said == [f"port {port} is in use; set PORT to another"]


def test_manifests_that_only_one_broker_understands_are_refused_in_one_line(
    fresh_data: Path,
) -> None:
    platform = fresh_data / "platform"
    platform.mkdir()
    (platform / "200-broker.yaml").write_text("kind: Broker\napiVersion: eventing.knative.dev/v1\n")

    said = LocalRun(fresh_data, LOCAL_PLATFORM=str(platform)).refusal()

    assert len(said) == 1
    assert said[0].startswith("Broker ")
