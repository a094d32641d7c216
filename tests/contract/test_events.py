"""events.yaml, the code and the rendered manifests agree, both ways."""

import ast
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from shared.events.registry import event_classes
from tests.support.generate import FOLDERS, ROOT

OWN_EVENTS = {"store.failed"}
"""Sent by the shell of any function, listed under the relay."""


@cache
def catalogue() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "events.yaml").read_text())


def listed(service: str, way: str) -> set[str]:
    operation = catalogue()["operations"].get(f"{service}.{way}", {"messages": []})
    return {message["$ref"].rpartition("/")[2] for message in operation["messages"]}


def test_every_event_class_is_described_and_every_description_has_a_class() -> None:
    assert set(catalogue()["components"]["messages"]) == set(event_classes())
    assert set(catalogue()["channels"]["store"]["messages"]) == set(event_classes())


@pytest.mark.parametrize("event_type", sorted(event_classes()))
def test_summary_and_title_are_those_of_the_class(event_type: str) -> None:
    message = catalogue()["components"]["messages"][event_type]
    cls = event_classes()[event_type]

    assert message["title"] == cls.__name__
    assert message["summary"] == (cls.__doc__ or "").strip().splitlines()[0]
    assert message["payload"] == {"$ref": f"./docs/events/{event_type}.json"}


@pytest.mark.parametrize("event_type", sorted(event_classes()))
def test_the_type_is_named_in_the_style_of_the_shop(event_type: str) -> None:
    assert re.fullmatch(r"store(\.[a-z]+)+", event_type)


def test_the_document_is_valid_asyncapi() -> None:
    schema = json.loads((ROOT / "node_modules/@asyncapi/specs/schemas/3.0.0.json").read_text())

    validator: Any = Draft7Validator(schema)
    errors = [error.message for error in validator.iter_errors(catalogue())]

    assert errors == []


def test_every_event_sent_is_received_or_a_fact_for_whoever_cares() -> None:
    received = {event for service in FOLDERS for event in listed(service, "receive")}
    unheard = {name for name, cls in event_classes().items() if name not in received and cls.to}

    assert unheard == set()


@pytest.mark.parametrize("service", sorted(FOLDERS))
def test_a_function_handles_exactly_what_the_catalogue_says_it_receives(service: str) -> None:
    assert handled_types(FOLDERS[service]) == listed(service, "receive")


@pytest.mark.parametrize("service", sorted(FOLDERS))
def test_a_function_sends_exactly_what_the_catalogue_says(service: str) -> None:
    folder = ROOT / "functions" / FOLDERS[service]
    sent = constructed_types(folder)
    if service in {"ai-seller", "escalation", "web-chat"}:
        sent |= constructed_types(ROOT / "shared/conversation") & listed(service, "send")
    if service == "relay":
        sent |= OWN_EVENTS

    assert sent - OWN_EVENTS == listed(service, "send") - OWN_EVENTS


def handled_types(folder: str) -> set[str]:
    """Return the types in the `on=` table of a function, found by importing its main module."""
    from importlib import import_module

    main = import_module(f"functions.{folder}.main")
    return {cls.type for cls in main.FUNCTION.on}


def constructed_types(folder: Path) -> set[str]:
    """Return the types of the event classes that a folder's code makes."""
    by_name = {cls.__name__: cls.type for cls in event_classes().values()}
    made: set[str] = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                made.update([by_name[node.func.id]] if node.func.id in by_name else [])
    return made
