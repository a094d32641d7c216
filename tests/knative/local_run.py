"""The local platform as a process, with the toy chart: started, asked, killed."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar, cast

import httpx

Found = TypeVar("Found")
HERE = Path(__file__).parent
ROOT = HERE.parents[1]
GIVEN_STORES = {
    "MONGODB_URI": "mongodb://127.0.0.1:9/given",
    "REDIS_URL": "redis://127.0.0.1:9/0",
    "S3_ENDPOINT_URL": "http://127.0.0.1:9",
}
Receipt = dict[str, object]


class LocalRun:
    """One run; `start` may follow `kill`."""

    def __init__(self, data: Path, **environment: str) -> None:
        self.data = data
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None
        self.client = httpx.Client(timeout=30)
        self.output = data / "output.log"

    def start(self) -> None:
        self.spawn()
        self.eventually(self._ready)

    def refusal(self) -> list[str]:
        """What it says when it does not start."""
        self.spawn()
        assert self.wait() == 1
        return self.output.read_text().splitlines()

    def spawn(self) -> None:
        (self.data / "admin.json").unlink(missing_ok=True)
        self.output.unlink(missing_ok=True)
        environment = {
            **{name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
            "PYTHONPATH": str(ROOT),
            "LOCAL_CHART": str(HERE / "toy_chart"),
            "LOCAL_PLATFORM": str(HERE / "toy_platform"),
            "DATA_DIR": str(self.data),
            "PORT": "0",
            **GIVEN_STORES,
            **self._environment,
        }
        with self.output.open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "knative.local"],
                env=environment,
                cwd=ROOT,
                stdout=output,
                stderr=output,
            )

    def stop(self) -> int:
        assert self._process is not None
        self._process.terminate()
        return self.wait()

    def wait(self) -> int:
        assert self._process is not None
        return self._process.wait(20)

    def kill(self) -> None:
        assert self._process is not None
        self._process.kill()
        self._process.wait(20)

    @property
    def url(self) -> str:
        return self._addresses()["gateway"]

    @property
    def admin(self) -> str:
        return self._addresses()["admin"]

    @property
    def sink(self) -> str:
        answer = self.client.get(f"{self.url}/toy/environment")
        return str(answer.json()["environment"]["K_SINK"])

    def pids(self) -> dict[str, int]:
        return cast("dict[str, int]", json.loads((self.data / "pids.json").read_text()))

    def function(self, name: str) -> dict[str, object]:
        states = self.client.get(f"{self.admin}/processes").json()["processes"]
        return next(each for each in states if each["name"] == name)

    def queue(self, name: str) -> dict[str, int]:
        states = self.client.get(f"{self.admin}/queues").json()["queues"]
        return next(each for each in states if each["name"] == name)

    def publish(self, identity: str, *, sink: str | None = None, **attributes: str) -> int:
        event = {"specversion": "1.0", "type": "wide", "source": "/test", "id": identity}
        headers = {f"ce-{name}": value for name, value in (event | attributes).items()}
        headers["content-type"] = "application/json"
        return self.client.post(sink or self.sink, headers=headers, content=b'{"a":1}').status_code

    def receipts(self, identity: str, function: str = "toy") -> list[Receipt]:
        return [each for each in self.logged(function) if each.get("id") == identity]

    def logged(self, function: str = "toy") -> list[Receipt]:
        return read_lines(self.data / "logs" / f"{function}.log")

    def eventually(self, ask: Callable[[], Found], *, seconds: float = 40) -> Found:
        deadline = time.monotonic() + seconds
        while not (found := ask()):
            assert time.monotonic() < deadline, self.output.read_text()[-3000:]
            time.sleep(0.02)
        return found

    def _ready(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, self.output.read_text()
        return (self.data / "admin.json").exists()

    def _addresses(self) -> dict[str, str]:
        return cast("dict[str, str]", json.loads((self.data / "admin.json").read_text()))


@contextmanager
def local_run(data: Path, **environment: str) -> Generator[LocalRun, None, None]:
    """A started run, ended whatever happens."""
    run = LocalRun(data, **environment)
    try:
        run.start()
        yield run
    finally:
        with suppress(AssertionError, ProcessLookupError):
            run.kill()
        run.client.close()


def read_lines(log: Path) -> list[Receipt]:
    """The JSON objects in a log, one a line; whatever else is there is passed over."""
    lines = log.read_text().splitlines() if log.exists() else []
    found: list[Receipt] = []
    for line in lines:
        with suppress(ValueError):
            found.append(json.loads(line))
    return found


def headers_of(receipt: Receipt) -> dict[str, str]:
    return cast("dict[str, str]", receipt["headers"])


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
