"""The whole shop as a process, seen from outside: started, asked, hurt, ended."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

import httpx

from tests.journeys.stubborn import Stubborn

ROOT = Path(__file__).parents[2]
ADMIN_TOKEN = "admin-of-the-tests"
AGENTS = {"Ana": "token-of-ana", "Ben": "token-of-ben"}
START_SECONDS = 120
FROM_MACHINE = ("PATH", "HOME", "JAVA_HOME", "LANG", "TMPDIR")

Json = dict[str, Any]
Found = TypeVar("Found")


class ShopRun:
    """One run of `python -m knative.local`; `start` may follow `kill`.

    Attributes:
        data: its DATA_DIR.
        client: speaks with the gateway and the inside ports.
        opened: what is closed with the run.
        calm_seconds: nothing at work twice in a row, so far apart, means that all is done.
        patience_seconds: how long a shopper of this shop waits for an answer.
    """

    calm_seconds = 0.25
    patience_seconds = 60.0

    def __init__(self, data: Path, **environment: str) -> None:
        self.data = data
        self.opened = ExitStack()
        self.client = self.browser()
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None
        self._output = data / "output.log"

    def start(self) -> None:
        """Start it and wait until its door is open."""
        (self.data / "admin.json").unlink(missing_ok=True)
        machine = {name: os.environ[name] for name in FROM_MACHINE if name in os.environ}
        own = {
            "PYTHONPATH": str(ROOT),
            "DATA_DIR": str(self.data),
            "PORT": "0",
            "ADMIN_TOKEN": ADMIN_TOKEN,
            "AGENT_TOKENS": ",".join(f"{name}:{token}" for name, token in AGENTS.items()),
            "CARRIER_WEBHOOK_SECRET": "carrier-of-the-tests",
            "MESSAGES_PER_MINUTE": "1000",
            "RATE_LIMIT_PER_MINUTE": "10000",
        }
        with self._output.open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "knative.local"],
                env={**machine, **own, **self._environment},
                cwd=ROOT,
                stdout=output,
                stderr=output,
            )
        self.eventually(self._ready, "the shop opens", seconds=START_SECONDS)

    def stop(self) -> int:
        """SIGTERM; return the exit code."""
        assert self._process is not None
        self._process.terminate()
        return self._process.wait(60)

    def kill(self) -> None:
        """SIGKILL, as a machine that loses its power."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(60)

    def end(self) -> None:
        """Leave nothing running, whatever state it is in."""
        self.opened.close()
        if self._process is None or self._process.poll() is not None:
            return
        try:
            self.stop()
        except subprocess.TimeoutExpired:
            self.kill()

    def browser(
        self, base_url: str = "", transport: httpx.BaseTransport | None = None
    ) -> httpx.Client:
        """Return a client with cookies of its own."""
        client = httpx.Client(base_url=base_url, timeout=60, transport=transport or Stubborn())
        return self.opened.enter_context(client)

    @property
    def gateway(self) -> str:
        """The shop's address."""
        return self.addresses["gateway"]

    @property
    def meta(self) -> str:
        """The imitated Meta's address, without the version."""
        return self.addresses["meta"].rpartition("/")[0]

    @property
    def addresses(self) -> dict[str, str]:
        """Everything that listens."""
        return json.loads((self.data / "admin.json").read_text())

    def secret(self, name: str) -> str:
        """Return a secret that the run was given or made up."""
        made_up = json.loads((self.data / "secrets.json").read_text())
        return self._environment.get(name) or made_up[name]

    def environment_of_stores(self) -> dict[str, str]:
        """Return the URLs of the embedded stores."""
        return json.loads((self.data / "stores.json").read_text())

    def pids(self) -> dict[str, int]:
        """Return what runs now: supervisor, stores, functions."""
        return json.loads((self.data / "pids.json").read_text())

    def kill_process(self, name: str) -> bool:
        """SIGKILL one of them; False if it was not running."""
        pid = self.pids().get(name)
        if pid is None:
            return False
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
            return True
        return False

    def queued(self) -> list[str]:
        """Return the queues that still have something to deliver."""
        queues = self.inside("/queues")["queues"]
        return [one["name"] for one in queues if one["pending"] or one["in_flight"]]

    def inside(self, path: str, body: Json | None = None) -> Json:
        """Ask the port for people and tests."""
        url = f"{self.addresses['admin']}{path}"
        answer = self.client.get(url) if body is None else self.client.post(url, json=body)
        answer.raise_for_status()
        return answer.json()

    def admin(self, method: str, path: str, **request: Any) -> httpx.Response:
        """Make a REST call with the admin's token."""
        headers = {"Authorization": f"Bearer {ADMIN_TOKEN}"} | request.pop("headers", {})
        return self.client.request(method, self.gateway + path, headers=headers, **request)

    def order(self, number: str) -> Json:
        """Return an order as the admin sees it."""
        answer = self.admin("GET", f"/v1/orders/{number}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    def eventually(
        self,
        ask: Callable[[], Found],
        what: str | Callable[[], str],
        *,
        seconds: float | None = None,
        pause: float = 0.1,
    ) -> Found:
        """Ask until the answer is true, by default half as long as a shopper waits."""
        seconds = seconds or self.patience_seconds / 2
        deadline = time.monotonic() + seconds
        while not (found := ask()):
            if time.monotonic() > deadline:
                said = what if isinstance(what, str) else what()
                raise AssertionError(f"waited {seconds} s for: {said}; see {self.data}")
            time.sleep(pause)
        return found

    def _ready(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, self._output.read_text()[-3000:]
        return (self.data / "admin.json").exists()


@contextmanager
def running_shop(data: Path, **environment: str) -> Generator[ShopRun, None, None]:
    """A started shop, ended whatever happens."""
    shop = ShopRun(data, **environment)
    try:
        shop.start()
        yield shop
    finally:
        shop.end()
