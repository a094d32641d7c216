"""A model that sells shoes: it searches, shows the first that was found, and promises too much."""

import json
import re
from typing import Any

from starlette.responses import Response

from tests.support.model_server import calls, says

WISH = "I want running shoes"
WORDS = "I'd take this one for a wet run."
LIE = "$1.00"
"""A price that no tool said."""


def advice(body: Any) -> Response:
    """Search for shoes first; then show the first that was found, at a price of its own."""
    results = [one for one in body["messages"] if one["role"] == "tool"]
    if not results:
        return calls(("call-1", "search", json.dumps({"text": "running shoes"})))(body)
    found = re.search(r'"id": ?"([^"]+)"', results[-1]["content"])
    assert found is not None, results
    return says(f"{WORDS} It costs {LIE}! [[{found[1]}]]")(body)
