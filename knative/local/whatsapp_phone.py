"""A shopper's phone: writes signed webhooks as Meta would, reads what the shop sent back."""

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx


@dataclass
class Phone:
    """One WhatsApp shopper.

    Attributes:
        gateway: the shop's address.
        meta: the imitated Graph API's address, without the version.
        secret: signs webhooks as the Meta app does.
        phone_number_id: the brand's number.
        number: the shopper's phone number.
        name: the shopper's profile name.
    """

    gateway: str
    meta: str
    secret: str
    phone_number_id: str
    number: str
    name: str
    client: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=40))
    seen: int = 0
    _written: int = 0

    def write(self, kind: str, content: object, *, reply_to: str | None = None) -> str:
        """Send a message; return the correlation id of what it sets off."""
        self._written += 1
        message: dict[str, Any] = {
            "from": self.number,
            "id": f"wamid.local.{self.number}.{time.time_ns()}.{self._written}",
            "timestamp": str(int(time.time())),
            "type": kind,
            kind: content,
        }
        if reply_to:
            message["context"] = {"from": self.phone_number_id, "id": reply_to}
        value = {
            "messaging_product": "whatsapp",
            "metadata": {"display_phone_number": "0", "phone_number_id": self.phone_number_id},
            "contacts": [{"profile": {"name": self.name}, "wa_id": self.number}],
            "messages": [message],
        }
        change = {"field": "messages", "value": value}
        entry = {"id": "0", "changes": [change]}
        body = json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()
        digest = hmac.new(self.secret.encode(), body, hashlib.sha256).hexdigest()
        headers = {"X-Hub-Signature-256": f"sha256={digest}", "Content-Type": "application/json"}
        answer = self.client.post(
            f"{self.gateway}/webhooks/whatsapp", content=body, headers=headers
        )
        answer.raise_for_status()
        return answer.headers.get("x-correlation-id", "")

    def text(self, text: str) -> str:
        """Send a text."""
        return self.write("text", {"body": text})

    def tap(self, choice: "Choice") -> str:
        """Tap a button or a list row."""
        reply = {"id": choice.id, "title": choice.title}
        kind = f"{choice.kind}_reply"
        return self.write("interactive", {"type": kind, kind: reply})

    def upload(self, mime_type: str, data: bytes) -> str:
        """Give the imitated Meta a file; return its media id."""
        answer = self.client.post(
            f"{self.meta}/control/media", content=data, headers={"Content-Type": mime_type}
        )
        answer.raise_for_status()
        return str(answer.json()["id"])

    def read(self, wait_seconds: float) -> list[Mapping[str, Any]]:
        """Return the bodies that were sent to this phone since the last call, oldest first."""
        query = {"after": self.seen, "to": self.number, "wait": wait_seconds}
        answer = self.client.get(f"{self.meta}/control/sent", params=query)
        answer.raise_for_status()
        found = answer.json()["messages"]
        self.seen = max([self.seen, *(one["number"] for one in found)])
        return [one["body"] for one in found]


@dataclass(frozen=True)
class Choice:
    """Something that can be tapped: `kind` is `list` or `button`."""

    kind: str
    id: str
    title: str
    description: str = ""


def shown(body: Mapping[str, Any]) -> tuple[str, list[Choice]]:
    """Return a sent body as text and what can be tapped in it."""
    kind: str = body["type"]
    if kind == "text":
        return body["text"]["body"], []
    if kind == "interactive":
        return _interactive(body["interactive"])
    if kind == "template":
        values = [
            parameter.get("text", "")
            for part in body["template"].get("components", [])
            for parameter in part.get("parameters", [])
        ]
        return f"[template {body['template']['name']}] {' · '.join(values)}", []
    if kind in {"image", "document", "video"}:
        media = body[kind]
        return f"[{kind} {media.get('link', media.get('id'))}] {media.get('caption', '')}", []
    return f"[{kind}]", []


def _interactive(message: Mapping[str, Any]) -> tuple[str, list[Choice]]:
    header = message.get("header", {})
    picture = f"[image {header['image'].get('link', '')}]\n" if "image" in header else ""
    text = picture + message["body"]["text"]
    action = message.get("action", {})
    if message["type"] == "cta_url":
        parameters = action["parameters"]
        return f"{text}\n-> {parameters['display_text']}: {parameters['url']}", []
    if message["type"] == "location_request_message":
        return f"{text}\n-> [send location]  (/location 40.74,-73.99)", []
    choices = [
        Choice("list", row["id"], row["title"], row.get("description", ""))
        for section in action.get("sections", [])
        for row in section["rows"]
    ]
    choices += [
        Choice("button", one["reply"]["id"], one["reply"]["title"])
        for one in action.get("buttons", [])
    ]
    return text, choices
