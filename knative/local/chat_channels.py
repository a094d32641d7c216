"""The ways to talk with the shop: as a WhatsApp shopper, or over plain HTTP."""

import time
from collections.abc import Callable
from typing import Any, Protocol

import httpx

from knative.local.running import Running
from knative.local.whatsapp_phone import Choice, Phone, shown
from shared.models.brand import Brand

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360f8cfc0f01f00050001ff89993d1d0000000049454e44ae426082"
)
"""The smallest picture there is."""


class Channel(Protocol):
    """One way to talk with the shop."""

    def send(self, line: str, choice: Choice | None) -> str:
        """Write a line or tap a choice; return the correlation id."""
        ...

    def receive(self, wait_seconds: float) -> list[tuple[str, list[Choice]]]:
        """Return what came since the last call: text and what can be tapped."""
        ...


class WhatsApp:
    """As a WhatsApp shopper: signed webhooks in, sent bodies out."""

    def __init__(self, running: Running, brand: Brand, number: str) -> None:
        self._phone = Phone(
            gateway=running.gateway,
            meta=running.meta,
            secret=running.secret("WHATSAPP_APP_SECRET"),
            phone_number_id=brand.whatsapp.phone_number_id,
            number=number,
            name="Alex Doe",
        )
        self._phone.read(0)

    def send(self, line: str, choice: Choice | None) -> str:
        """See `Channel.send`."""
        if choice is not None:
            return self._phone.tap(choice)
        command, _, rest = line.partition(" ")
        special = self._special(command, rest)
        return special() if special else self._phone.text(line)

    def receive(self, wait_seconds: float) -> list[tuple[str, list[Choice]]]:
        """See `Channel.receive`."""
        return [shown(body) for body in self._phone.read(wait_seconds)]

    def _special(self, command: str, rest: str) -> Callable[[], str] | None:
        phone = self._phone

        def media(kind: str, mime_type: str, **more: Any) -> Callable[[], str]:
            return lambda: phone.write(
                kind, {"id": phone.upload(mime_type, PNG), "mime_type": mime_type, **more}
            )

        def location() -> str:
            latitude, _, longitude = (rest or "40.7484,-73.9857").partition(",")
            return phone.write(
                "location", {"latitude": float(latitude), "longitude": float(longitude)}
            )

        contact = {"name": {"formatted_name": "Sam Doe"}, "phones": [{"phone": "15550001111"}]}
        return {
            "/location": location,
            "/image": media("image", "image/png", caption=rest),
            "/voice": media("audio", "audio/ogg", voice=True),
            "/sticker": media("sticker", "image/webp"),
            "/contact": lambda: phone.write("contacts", [contact]),
            "/react": lambda: phone.write("reaction", {"message_id": "last", "emoji": rest}),
        }.get(command)


class Web:
    """Over plain HTTP: the anonymous cookie, POST a message, ask for what is new."""

    def __init__(self, running: Running, brand: Brand) -> None:
        self._client = httpx.Client(base_url=f"{running.gateway}/v1/chat/{brand.id}", timeout=40)
        self._after = 0

    def send(self, line: str, choice: Choice | None) -> str:
        """See `Channel.send`."""
        body: dict[str, Any] = {"text": line}
        if choice is not None:
            body = {"action": {"id": choice.id, "title": choice.title}}
        answer = self._client.post("/messages", json=body)
        answer.raise_for_status()
        return str(answer.json()["correlationId"])

    def receive(self, wait_seconds: float) -> list[tuple[str, list[Choice]]]:
        """See `Channel.receive`."""
        until = time.monotonic() + wait_seconds
        while True:
            found = self._client.get("/messages", params={"after": self._after}).json()
            self._after = found["after"]
            texts = [_web(one) for one in found["messages"] if one["sender"] != "customer"]
            if texts or time.monotonic() > until:
                return texts
            time.sleep(0.2)


def _web(message: dict[str, Any]) -> tuple[str, list[Choice]]:
    links = [f"\n-> {one['title']}: {one['url']}" for one in message["actions"] if "url" in one]
    choices = [
        Choice("action", one["id"], one["title"], one.get("description", ""))
        for one in message["actions"]
        if "url" not in one
    ]
    return message["message"] + "".join(links), choices
