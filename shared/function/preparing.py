"""What the first event would wait for is done before it comes.

A new pod listens a while before the platform believes it: until then its processor is idle.
"""

import asyncio
from collections.abc import Callable, Sequence

from shared.errors import DependencyError
from shared.function.ports import Ports
from shared.log import log

NOWHERE = ("handled", "-")
"""A document that is never there: asking for it opens the connection."""


class Preparation:
    """Work of a new process, beside whatever it already answers.

    Args:
        steps: what to load or to build; they run in a thread and need no event loop.
        ports: the store to connect to.
    """

    def __init__(
        self, steps: Sequence[Callable[[], object] | None], ports: Callable[[], Ports]
    ) -> None:
        self._steps = [step for step in steps if step is not None]
        self._ports = ports
        self._loading: asyncio.Future[None] | None = None
        self._connecting: asyncio.Future[None] | None = None

    def start(self) -> None:
        """Begin, once."""
        if self._loading is None:
            self._loading = asyncio.ensure_future(asyncio.to_thread(self._load))
            self._connecting = asyncio.ensure_future(self._connect())

    async def loaded(self) -> None:
        """Wait for what is being loaded: doing it twice at once would take longer."""
        if self._loading is not None and not self._loading.done():
            await asyncio.wait([self._loading])

    def _load(self) -> None:
        for step in self._steps:
            try:
                step()
            except Exception as error:  # noqa: BLE001 - whoever needs it meets the same error
                log().warning("prepare.failed", error=repr(error))

    async def _connect(self) -> None:
        try:
            await self._ports().store.get(*NOWHERE)
        except DependencyError as error:
            log().warning("prepare.failed", error=str(error))
