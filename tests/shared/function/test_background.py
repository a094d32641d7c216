import asyncio
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import httpx

from shared.function.serving import Function
from tests.support.drive import Memory, client
from tests.support.redis_server import free_port


def service_with(function: Function) -> httpx.AsyncClient:
    return client(replace(function, ports=Memory().ports))


async def test_a_background_task_starts_with_the_first_request_and_only_once() -> None:
    started = 0

    async def run() -> None:
        nonlocal started
        started += 1
        await asyncio.Event().wait()

    service = service_with(Function("toy", background=run))

    answers = [(await service.get("/healthz")).status_code for _ in range(3)]
    await asyncio.sleep(0)

    assert (answers, started) == ([200, 200, 200], 1)


async def test_a_function_whose_background_task_failed_says_that_it_is_not_well() -> None:
    async def run() -> None:
        await asyncio.sleep(0)
        raise RuntimeError

    service = service_with(Function("toy", background=run))

    first = await service.get("/healthz")
    await asyncio.sleep(0.01)
    second = await service.get("/healthz")

    assert (first.status_code, second.status_code) == (200, 503)


async def test_a_warm_up_that_came_to_its_end_leaves_the_function_well() -> None:
    async def run() -> None:
        await asyncio.sleep(0)

    service = service_with(Function("toy", background=run))

    await service.get("/healthz")
    await asyncio.sleep(0.01)

    assert (await service.get("/healthz")).status_code == 200


MAIN = """
from pathlib import Path
from shared.function.serving import Function, serve
from tests.support.drive import Memory

async def run():
    Path("started").write_text("yes")

main = serve(Function("toy", background=run, ports=Memory().ports))
"""


def test_a_served_function_starts_its_background_task_by_itself_and_ends_when_told(
    tmp_path: Path,
) -> None:
    (tmp_path / "main.py").write_text(MAIN)
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(Path(__file__).parents[3]),
        "PORT": str(free_port()),
        "HOST": "127.0.0.1",
        "FUNCTION_SOURCE": "main.py",
        "K_SINK": "http://127.0.0.1:9",
        "MONGODB_URI": "mongodb://127.0.0.1:9",
        "EVENT_SIGNING_KEY": "key",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "shared.function.serve"], cwd=tmp_path, env=environment
    )

    until = time.monotonic() + 20
    while not (tmp_path / "started").exists() and time.monotonic() < until:
        time.sleep(0.02)
    started = (tmp_path / "started").exists()
    process.terminate()

    assert process.wait(10) in {0, -15}
    assert started


def test_a_function_that_lacks_a_setting_ends_with_one_clear_line(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).parents[3])}

    ended = subprocess.run(
        [sys.executable, "-m", "shared.function.serve"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 1
    assert ended.stderr == "missing environment: K_SINK, MONGODB_URI, EVENT_SIGNING_KEY\n"
