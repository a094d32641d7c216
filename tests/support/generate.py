"""Writes what is generated from the code: payload schemas, the reader's way in, the brokers' truth.

`python -m tests.support.generate` writes, `--check` fails when a file is stale.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from shared.events.event import MAJOR
from shared.events.registry import event_classes
from tests.brokers.describe import brokers_page

ROOT = Path(__file__).parents[2]
FOLDERS = {
    "whatsapp-webhook": "whatsapp_webhook",
    "whatsapp-media": "whatsapp_media",
    "whatsapp-sender": "whatsapp_sender",
    "web-chat": "web_chat",
    "identity": "identity",
    "intent": "intent",
    "ai-seller": "seller",
    "product-catalog": "catalog",
    "cart": "cart",
    "order-processor": "order",
    "memory": "memory",
    "escalation": "escalation",
    "relay": "relay",
}
"""Service -> folder under functions/; a seller's Service has its brand at the end."""


def generated() -> Iterator[tuple[Path, str]]:
    """Yield every generated file with its content."""
    for event_type, cls in sorted(event_classes().items()):
        schema: dict[str, Any] = cls.model_json_schema(by_alias=True, mode="serialization")
        schema["title"] = cls.__name__
        yield ROOT / "docs/events" / f"{event_type}.json", json.dumps(schema, indent=1) + "\n"
    yield ROOT / "functions/README.md", way_in()
    yield ROOT / "knative/base/300-event-types.yaml", event_types()
    yield ROOT / "docs/brokers.md", brokers_page()


def way_in() -> str:
    """Return functions/README.md: who gets and sends what, in the order a message meets them."""
    operations: dict[str, Any] = yaml.safe_load((ROOT / "events.yaml").read_text())["operations"]
    lines = [
        "# Follow one message",
        "",
        "The files in the order a message meets them, generated from `events.yaml`. Each",
        "`main.py` says what comes in, what goes out and where its state is; the rules are in the",
        "files beside it.",
        "",
        "| Service | starts in | receives | sends |",
        "|---|---|---|---|",
    ]
    for service, folder in FOLDERS.items():
        received = _types(operations.get(f"{service}.receive"))
        sent = _types(operations.get(f"{service}.send"))
        link = f"[`{folder}/main.py`]({folder}/main.py)"
        lines.append(f"| `{service}` | {link} | {received or 'HTTP'} | {sent or '–'} |")
    return "\n".join(lines) + "\n"


def event_types() -> str:
    """Return the EventTypes of the Broker: what a platform shows to whoever wants to listen."""
    messages: dict[str, Any] = yaml.safe_load((ROOT / "events.yaml").read_text())["components"][
        "messages"
    ]
    head = "# Every event of the shop, generated from events.yaml (make schemas).\n"
    objects = (_event_type(name, message["summary"]) for name, message in sorted(messages.items()))
    return head + yaml.safe_dump_all(objects, sort_keys=False, width=100)


def _event_type(name: str, summary: str) -> dict[str, Any]:
    fixed = {"type": name, "specversion": "1.0", "source": "/agent-store-multibrands/{service}"}
    attributes: list[dict[str, Any]] = [
        {"name": attribute, "required": True, "value": value} for attribute, value in fixed.items()
    ]
    attributes.append({"name": "id", "required": True})
    schema = {"name": "dataschema", "required": False, "value": f"urn:agent-store:{name}:{MAJOR}"}
    broker = {"apiVersion": "eventing.knative.dev/v1", "kind": "Broker", "name": "default"}
    metadata: dict[str, Any] = {
        "name": name,
        "namespace": "agent-store",
        "labels": {"app.kubernetes.io/part-of": "agent-store"},
    }
    return {
        "apiVersion": "eventing.knative.dev/v1beta3",
        "kind": "EventType",
        "metadata": metadata,
        "spec": {
            "reference": broker,
            "description": summary,
            "attributes": [*attributes, schema],
        },
    }


def _types(operation: dict[str, Any] | None) -> str:
    messages: list[dict[str, str]] = operation["messages"] if operation else []
    names = [message["$ref"].rpartition("/")[2].removeprefix("store.") for message in messages]
    return " ".join(f"`{name}`" for name in names)


def run(*, check: bool) -> int:
    """Write or compare; return the exit status."""
    stale: list[Path] = []
    wanted = dict(generated())
    for path, content in wanted.items():
        if not path.exists() or path.read_text() != content:
            stale.append(path)
            if not check:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(content)
    for path in sorted((ROOT / "docs/events").glob("*.json")):
        if path not in wanted:
            stale.append(path)
            if not check:
                path.unlink()
    for path in stale:
        sys.stdout.write(f"{'stale' if check else 'written'}: {path.relative_to(ROOT)}\n")
    return int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(run(check="--check" in sys.argv))
