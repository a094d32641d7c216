"""What the shop's door lists: every public method and path."""

from collections.abc import Iterator

import yaml

from tests.support.shop import CHART


def listed() -> Iterator[tuple[str, str]]:
    """Yield method and path of every public route."""
    for route in yaml.safe_load((CHART / "routes.yaml").read_text())["routes"]:
        for method in route["methods"]:
            yield method, route.get("exact") or route["prefix"]


def paths() -> list[str]:
    """Return every public path once."""
    return sorted({path for _, path in listed()})
