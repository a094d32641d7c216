"""Processes on demand: started once, limited, stopped when idle, restarted after a crash."""

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor

import httpx

from tests.knative.local_run import LocalRun, alive


def get(url: str) -> httpx.Response:
    return httpx.get(url, timeout=30)


def test_a_function_stops_when_idle_and_one_process_answers_all_who_wait(
    platform: LocalRun,
) -> None:
    get(f"{platform.url}/toy/echo")
    before = platform.function("toy")
    platform.eventually(lambda: platform.function("toy")["pid"] is None)
    platform.eventually(lambda: not alive(int(str(before["pid"]))))

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(get, [f"{platform.url}/toy/echo"] * 10))

    assert len({answer.json()["pid"] for answer in answers}) == 1
    assert platform.function("toy")["starts"] == int(str(before["starts"])) + 1


def test_a_request_under_way_keeps_the_process(platform: LocalRun) -> None:
    answer = get(f"{platform.url}/toy/slow?seconds=2")

    assert answer.text == "done"


def test_no_more_requests_run_at_once_than_the_container_takes(platform: LocalRun) -> None:
    get(f"{platform.url}/toy/narrow/echo")
    began = time.monotonic()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(get, [f"{platform.url}/toy/narrow/slow?seconds=0.4"] * 4))

    assert [answer.status_code for answer in answers] == [200] * 4
    assert time.monotonic() - began >= 0.8, "two at a time take two rounds"


def test_a_request_over_the_time_of_its_revision_is_a_504(platform: LocalRun) -> None:
    answer = get(f"{platform.url}/toy/hasty/slow?seconds=3")

    assert answer.status_code == 504
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 504


def test_a_killed_function_is_back_with_the_next_request(platform: LocalRun) -> None:
    platform.eventually(lambda: get(f"{platform.url}/toy/narrow/echo").is_success)
    first = get(f"{platform.url}/toy/narrow/echo").json()["pid"]
    crashes = int(str(platform.function("narrow")["crashes"]))
    assert platform.pids()["narrow"] == first

    os.kill(first, signal.SIGKILL)
    platform.eventually(lambda: platform.function("narrow")["pid"] is None)
    second = get(f"{platform.url}/toy/narrow/echo").json()["pid"]

    assert second not in (first, None)
    assert platform.function("narrow")["crashes"] == crashes + 1
    assert "narrow crashed: killed by signal 9" in platform.output.read_text()


def test_a_function_with_a_minimum_comes_back_by_itself(platform: LocalRun) -> None:
    first = platform.pids()["steady"]

    os.kill(first, signal.SIGKILL)

    platform.eventually(lambda: platform.function("steady")["pid"] not in (first, None))


def test_a_crash_in_the_middle_of_a_request_is_a_502(platform: LocalRun) -> None:
    answer = get(f"{platform.url}/toy/crash")

    assert answer.status_code == 502


def test_a_function_that_does_not_start_is_a_503_and_waits_longer_each_time(
    platform: LocalRun,
) -> None:
    began = time.monotonic()

    statuses = [get(f"{platform.url}/broken").status_code for _ in range(3)]

    assert statuses == [503, 503, 503]
    assert time.monotonic() - began > 0.3
    assert "broken: it ended with 7 while starting" in platform.output.read_text()


def test_all_idle_processes_stop_on_demand_and_busy_ones_stay(platform: LocalRun) -> None:
    get(f"{platform.url}/toy/narrow/echo")
    with ThreadPoolExecutor(1) as aside:
        busy = aside.submit(get, f"{platform.url}/toy/slow?seconds=3")
        platform.eventually(lambda: platform.function("toy")["in_flight"])

        stopped = httpx.post(f"{platform.admin}/idle", timeout=30).json()["stopped"]

    assert busy.result().text == "done"
    assert "narrow" in stopped
    assert "toy" not in stopped
    assert platform.function("narrow")["pid"] is None


def test_an_event_wakes_a_sleeping_function(platform: LocalRun) -> None:
    sink = platform.sink
    httpx.post(f"{platform.admin}/idle", timeout=30)

    platform.publish("wake-up", sink=sink)

    platform.eventually(lambda: platform.receipts("wake-up"))
