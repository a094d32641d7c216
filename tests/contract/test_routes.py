import re

from shared.function.envelope import EXTENSIONS
from tests.support.shop import CHART

MOST_REMOVED = 16
"""What the Gateway API takes in one header filter."""


def test_the_gateway_strips_every_attribute_of_an_event() -> None:
    template = (CHART / "templates/route.yaml").read_text()

    listed = re.search(r"remove: \[(.*)\]", template)

    assert listed is not None
    stripped = set(listed.group(1).split(", "))
    own = {"id", "source", "type", "specversion", "subject", "time", "dataschema", "sig"}
    assert stripped == {f"ce-{name}" for name in own | EXTENSIONS}
    assert len(stripped) <= MOST_REMOVED
