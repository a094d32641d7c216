"""Somebody who kills functions at random."""

import random
import threading
from types import TracebackType
from typing import Self

from tests.journeys.shop_run import ShopRun

SPARED = {"supervisor", "mongo", "redis", "s3"}


class Killer:
    """Kills -9 one function after the other while the block runs, the one killed least first.

    Args:
        every_seconds: the mean pause between two kills.
        most: so many and no more; a slow machine would be kept from ever ending.

    Attributes:
        killed: names of what was killed.
    """

    def __init__(
        self, shop: ShopRun, every_seconds: float, *, most: int = 50, seed: int = 0
    ) -> None:
        self.killed: list[str] = []
        self._shop = shop
        self._every = every_seconds
        self._most = most
        self._random = random.Random(seed)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._over.wait(self._random.uniform(0.5, 1.5) * self._every):
            if len(self.killed) == self._most:
                return
            running = sorted(self._shop.pids().keys() - SPARED)
            least = min((self.killed.count(one) for one in running), default=0)
            name = self._random.choice(
                [one for one in running if self.killed.count(one) == least] or [""]
            )
            if name and self._shop.kill_process(name):
                self.killed.append(name)
