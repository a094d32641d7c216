"""`make chat`: talk to the shop from a terminal, as a WhatsApp shopper or over HTTP.

Type what you would write; a number taps what is listed under it. `/help` shows the rest.
"""

import argparse
import sys
import threading

from knative.local.chat_channels import Channel, Web, WhatsApp
from knative.local.running import find_running
from knative.local.whatsapp_phone import Choice
from shared.brands import load_brands
from shared.settings import settings

QUIET_SECONDS = 1.0
"""From a pipe: how long no further answer may come before the next line is written."""
PATIENCE_SECONDS = 30.0
HELP = """  1, 2, 3 …            tap what is listed under that number
  /location LAT,LNG    send a location       /image      send a picture
  /voice               send a voice note     /sticker    send a sticker
  /contact             send a contact        /react 👍   react to the last message
  /quit                leave"""


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
