"""What the imitated Meta has taken: messages in order, media, and the failures it owes."""

import asyncio
import base64
import hashlib
import secrets
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class SentMessage:
    """One accepted message; `number` counts from 1."""

    number: int
    id: str
    phone_number_id: str
    to: str
    at: float
    body: Mapping[str, object]

    def described(self) -> dict[str, object]:
        """As the control side shows it."""
        return {
            "number": self.number,
            "id": self.id,
            "phoneNumberId": self.phone_number_id,
            "to": self.to,
            "at": self.at,
            "body": dict(self.body),
        }


@dataclass(frozen=True)
class Media:
    """Bytes that a shopper sent."""

    mime_type: str
    data: bytes = field(repr=False)

    @property
    def sha256(self) -> str:
        """Hex digest, as Meta reports it."""
        return hashlib.sha256(self.data).hexdigest()

    def described(self, media_id: str) -> dict[str, object]:
        """Meta's description, without the URL."""
        described: dict[str, object] = {"id": media_id, "mime_type": self.mime_type}
        return described | {"sha256": self.sha256, "file_size": len(self.data)}


@dataclass(frozen=True)
class Failure:
    """How one send goes.

    Attributes:
        code: Meta's error code; 0 accepts the message.
        status: HTTP status that goes with the code.
        drop: Accept, then break the connection in the middle of the answer.
        statuses: Whether status webhooks follow an accepted message.
        delay_ms: Wait before anything.
    """

    code: int = 0
    status: int = 400
    drop: bool = False
    statuses: bool = True
    delay_ms: float = 0.0

    @staticmethod
    def of(values: Mapping[str, object]) -> "Failure":
        """From the control side's JSON (`code`, `status`, `drop`, `statuses`, `delayMs`)."""
        return Failure(
            code=int(str(values.get("code", 0))),
            status=int(str(values.get("status", 400))),
            drop=values.get("drop") is True,
            statuses=values.get("statuses") is not False,
            delay_ms=float(str(values.get("delayMs", 0))),
        )


class Outbox:
    """In memory, for one run."""

    def __init__(self) -> None:
        self.media: dict[str, Media] = {}
        self._sent: list[SentMessage] = []
        self._count = 0
        self._failures: deque[Failure] = deque()
        self._arrived = asyncio.Event()

    def accept(self, phone_number_id: str, body: Mapping[str, object]) -> SentMessage:
        """Takes a message and gives it an id like Meta's."""
        self._count += 1
        wamid = "wamid." + base64.b64encode(secrets.token_bytes(24)).decode()
        to = str(body.get("to") or body.get("recipient") or "")
        sent = SentMessage(self._count, wamid, phone_number_id, to, time.time(), body)
        self._sent.append(sent)
        self._arrived.set()
        self._arrived = asyncio.Event()
        return sent

    async def sent_after(
        self, number: int, to: str | None, *, wait_seconds: float
    ) -> list[SentMessage]:
        """Messages after `number` (to one recipient, or all); waits for one if there is none."""
        deadline = time.monotonic() + wait_seconds
        while True:
            found = [
                each
                for each in self._sent
                if each.number > number and to in (None, each.to, each.to.lstrip("+"))
            ]
            left = deadline - time.monotonic()
            if found or left <= 0:
                return found
            try:
                await asyncio.wait_for(self._arrived.wait(), left)
            except TimeoutError:
                return []

    def clear(self) -> None:
        """Forgets what was sent and what should fail; numbers go on."""
        self._sent.clear()
        self._failures.clear()

    def fail_next(self, count: int, failure: Failure) -> None:
        """Lets the next `count` sends go like `failure`, after those already asked for."""
        self._failures.extend([failure] * count)

    def next_failure(self) -> Failure:
        """How the next send goes."""
        return self._failures.popleft() if self._failures else Failure()

    def store(self, media: Media) -> str:
        """Keeps media; returns its id."""
        media_id = str(1_000_000_000_000_000 + secrets.randbelow(10**15))
        self.media[media_id] = media
        return media_id
