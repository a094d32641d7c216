"""WhatsApp's rules on a send body, written down independently of the renderer."""

from typing import cast

Json = dict[str, object]


def units(text: str) -> int:
    """Return the length as the strictest counter would see it."""
    return len(text.encode("utf-16-le")) // 2


def part(value: object, key: str) -> Json:
    """Return the object under `key`, which must be one."""
    inner = cast("Json", value)[key]
    assert isinstance(inner, dict), key
    return cast("Json", inner)


def parts(value: object, key: str) -> list[Json]:
    """Return the list of objects under `key`."""
    inner = cast("Json", value)[key]
    assert isinstance(inner, list), key
    return cast("list[Json]", inner)


def string(value: object, key: str, limit: int) -> str:
    """Return the text under `key`, which must be neither empty nor too long nor untrimmed."""
    text = cast("Json", value)[key]
    assert isinstance(text, str), key
    assert text == text.strip(), key
    assert 0 < units(text) <= limit, key
    return text


def assert_accepted(body: Json) -> None:
    """Check everything that WhatsApp checks of one message."""
    assert body["messaging_product"] == "whatsapp"
    assert ("to" in body) != ("recipient" in body)
    assert units(string(body, "biz_opaque_callback_data", 512)) > 0
    kind = string(body, "type", 20)
    content = part(body, kind)
    match kind:
        case "text":
            string(content, "body", 4096)
        case "image":
            string(content, "caption", 1024)
            assert string(content, "link", 2048).startswith("http")
        case "interactive":
            _assert_interactive(content)
        case _:
            raise AssertionError(kind)


def _assert_interactive(content: Json) -> None:
    string(part(content, "body"), "text", 1024)
    action = part(content, "action")
    match content["type"]:
        case "button":
            buttons = [part(one, "reply") for one in parts(action, "buttons")]
            assert 1 <= len(buttons) <= 3
            _assert_distinct([string(one, "id", 256) for one in buttons])
            _assert_distinct([string(one, "title", 20) for one in buttons])
        case "list":
            assert "header" not in content
            _assert_list(action)
        case "cta_url":
            parameters = part(action, "parameters")
            string(parameters, "display_text", 20)
            assert string(parameters, "url", 2048).startswith("http")
        case "location_request_message":
            assert action == {"name": "send_location"}
            assert "header" not in content
        case other:
            raise AssertionError(other)


def _assert_list(action: Json) -> None:
    string(action, "button", 20)
    sections = parts(action, "sections")
    assert 1 <= len(sections) <= 10
    if len(sections) > 1:
        _assert_distinct([string(one, "title", 24) for one in sections])
    rows = [row for section in sections for row in parts(section, "rows")]
    assert 1 <= len(rows) <= 10
    _assert_distinct([string(row, "id", 200) for row in rows])
    _assert_distinct([string(row, "title", 24) for row in rows])
    for row in rows:
        if "description" in row:
            string(row, "description", 72)


def _assert_distinct(values: list[str]) -> None:
    assert len(set(values)) == len(values), values


def readable(body: Json) -> str:
    """Return everything of a message that the shopper can see, as one text."""
    found: list[str] = []
    _collect(body, found)
    return "\n".join(found)


def _collect(value: object, found: list[str]) -> None:
    if isinstance(value, str):
        found.append(value)
    elif isinstance(value, dict):
        for inner in cast("Json", value).values():
            _collect(inner, found)
    elif isinstance(value, list):
        for inner in cast("list[object]", value):
            _collect(inner, found)
