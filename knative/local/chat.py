"""`make chat`: talk to the shop from a terminal, as a WhatsApp shopper or over HTTP.

Type what you would write; a number taps what is listed under it. `/help` shows the rest.
"""

import argparse
import sys
import threading
import time
from collections.abc import Callable
from typing import Any, Protocol

import httpx

from knative.local.running import Running, find_running
from knative.local.whatsapp_phone import Choice, Phone, shown
from shared.brands import load_brands
from shared.models.brand import Brand
from shared.settings import settings

QUIET_SECONDS = 1.0
"""From a pipe: how long no further answer may come before the next line is written."""
PATIENCE_SECONDS = 30.0
HELP = """  1, 2, 3 …            tap what is listed under that number
  /location LAT,LNG    send a location       /image      send a picture
  /voice               send a voice note     /sticker    send a sticker
  /contact             send a contact        /react 👍   react to the last message
  /quit                leave"""
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360f8cfc0f01f00050001ff89993d1d0000000049454e44ae426082"
)


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


class Terminal:
    """Shows what comes, keeps what can be tapped."""

    def __init__(self, channel: Channel, seller: str) -> None:
        self._channel = channel
        self._seller = seller
        self._choices: list[Choice] = []

    def converse(self) -> None:
        """Read lines until the end; show answers as they come."""
        if sys.stdin.isatty():
            threading.Thread(target=self._follow, daemon=True).start()
        while (line := self._read()) is not None:
            if line == "/help":
                print(HELP)
            elif line:
                self._say(line)

    def _read(self) -> str | None:
        interactive = sys.stdin.isatty()
        try:
            line = input("> " if interactive else "").strip()
        except EOFError:
            return None
        if not interactive:
            print(f"> {line}")
        return None if line == "/quit" else line

    def _say(self, line: str) -> None:
        place = int(line) - 1 if line.isdigit() else -1
        choice = self._choices[place] if 0 <= place < len(self._choices) else None
        correlation_id = self._channel.send(line, choice)
        if sys.stdin.isatty():
            print(f"  \033[2mmake trace ID={correlation_id}\033[0m")
            return
        wait = PATIENCE_SECONDS
        while answers := self._channel.receive(wait):
            self._show(answers)
            wait = QUIET_SECONDS

    def _follow(self) -> None:
        while True:
            self._show(self._channel.receive(20))

    def _show(self, answers: list[tuple[str, list[Choice]]]) -> None:
        for text, choices in answers:
            indented = text.replace("\n", "\n  ")
            print(
                f"\n\033[1m{self._seller}\033[0m  {indented}"
                if sys.stdout.isatty()
                else f"\n{self._seller}: {indented}"
            )
            for place, choice in enumerate(choices, start=1):
                more = f" ({choice.description})" if choice.description else ""
                print(f"  [{place}] {choice.title}{more}")
            self._choices = choices
            print(flush=True)


def main() -> None:
    """Talk until the end of the input."""
    parser = argparse.ArgumentParser(description="Talk to the running shop.")
    parser.add_argument("--brand", default="fashion")
    parser.add_argument("--channel", choices=["whatsapp", "web"], default="whatsapp")
    parser.add_argument("--number", default="15550100200", help="the shopper's phone number")
    given = parser.parse_args()
    running = find_running()
    brand = load_brands(settings().brands_path).get(given.brand)
    if brand is None:
        sys.exit(f"There is no brand {given.brand}.")
    channel: Channel = (
        Web(running, brand) if given.channel == "web" else WhatsApp(running, brand, given.number)
    )
    print(f"{brand.seller.name} of {brand.name} listens. /help shows what else you can send.")
    Terminal(channel, brand.seller.name).converse()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(0)
