import json
from collections.abc import Iterator

import pytest
import structlog
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from shared.errors import DependencyError
from shared.function.serving import Function
from shared.log import log
from tests.support.drive import Memory, client

SECRET = "my phone is +1 555 0100"


class Number(BaseModel):
    value: int


@pytest.fixture(autouse=True)
def fresh_log() -> Iterator[None]:
    log.cache_clear()
    yield
    log.cache_clear()
    structlog.reset_defaults()


def logged(capsys: pytest.CaptureFixture[str]) -> tuple[str, dict[str, object]]:
    line = capsys.readouterr().out
    return line, json.loads(line)


def test_a_logged_exception_shows_where_it_happened_and_never_the_value(
    capsys: pytest.CaptureFixture[str],
) -> None:
    try:
        Number.model_validate({"value": SECRET})
    except ValueError:
        log().exception("call.failed")

    line, entry = logged(capsys)
    assert SECRET not in line
    assert "555" not in line
    assert "ValidationError" in str(entry["exception"])
    assert "test_log.py" in str(entry["exception"])


def test_causes_of_an_exception_are_named_without_their_values(
    capsys: pytest.CaptureFixture[str],
) -> None:
    try:
        try:
            int(SECRET)
        except ValueError as error:
            raise DependencyError("mongodb") from error
    except DependencyError:
        log().exception("call.failed")

    line, entry = logged(capsys)
    assert SECRET not in line
    assert "ValueError" in str(entry["exception"])
    assert "DependencyError: mongodb is not available" in str(entry["exception"])


async def test_a_failing_call_logs_its_path_without_the_ids_in_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    async def fail(_: Request) -> Response:
        raise DependencyError("mongodb")

    path = "/v1/support/conversations/{conversation_id}/notes"
    memory = Memory()
    function = Function("test", routes=[Route(path, fail)], ports=memory.ports)

    answer = await client(function).get("/v1/support/conversations/fashion|web|customer-7|1/notes")

    line, entry = logged(capsys)
    assert answer.status_code == 503
    assert "customer-7" not in line
    assert entry["path"] == path
