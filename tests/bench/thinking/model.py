"""A model that takes no time: three tools one after the other, then words."""

import json
import re
from collections.abc import Sequence
from typing import cast

from starlette.responses import Response

from shared.llm.prices import tokens_of
from tests.support.model_server import Json, calls, says

CALLS = 3
THOUGHTS = CALLS + 1
WORDS = "This one runs well."
_ID = re.compile(r'"id": ?"([^"]+)"')


def leads(body: Json) -> Response:
    """Search, look at the first product, look at the cart, say what to take."""
    results = _results(body)
    match len(results):
        case 0:
            use = ("search", {"text": "shoes"})
        case 1:
            found = _ID.search(results[0])
            use = ("product_details", {"product_ids": [found[1] if found else "none"]})
        case 2:
            use = ("show_cart", dict[str, object]())
        case _:
            return says(WORDS)(body)
    name, arguments = use
    return calls((f"call-{len(results)}", name, json.dumps(arguments)))(body)


def turns_of(asked: Sequence[Json]) -> list[list[Json]]:
    """Return what a model was asked, turn by turn, for turns that ran one after the other."""
    turns: list[list[Json]] = []
    for body in asked:
        if not _results(body):
            turns.append([])
        turns[-1].append(body)
    return turns


def tokens_sent(body: Json) -> int:
    """Return about how many tokens a request has: those of its messages and tools."""
    return tokens_of(json.dumps([body["messages"], body.get("tools")], ensure_ascii=False))


def _results(body: Json) -> list[str]:
    """Return the tools' results after the shopper's last message."""
    results: list[str] = []
    for message in reversed(cast("list[dict[str, str]]", body["messages"])):
        if message["role"] == "user":
            break
        if message["role"] == "tool":
            results.insert(0, message["content"])
    return results
