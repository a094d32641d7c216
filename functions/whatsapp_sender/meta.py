"""Sends to the Cloud API and says what came of it; never raises, since not knowing is a result."""

import asyncio
from typing import TYPE_CHECKING

from functions.whatsapp_sender.deliver import REQUEST_TAKES
from functions.whatsapp_sender.errors import (
    Course,
    Verdict,
    cut_off,
    never_left,
    read_answer,
)
from functions.whatsapp_sender.interactive import Content
from shared.settings import settings

if TYPE_CHECKING:
    import httpx


def messages_url(phone_number_id: str) -> str:
    """Return where a number's messages, and what was read of them, are posted to."""
    return f"{settings().whatsapp_api_base_url.rstrip('/')}/{phone_number_id}/messages"


def authorization() -> dict[str, str] | None:
    """Return the header that every request needs, None while no token is set."""
    token = settings().whatsapp_access_token.get_secret_value()
    return {"Authorization": f"Bearer {token}"} if token else None


async def send(client: "httpx.AsyncClient", phone_number_id: str, body: Content) -> Verdict:
    """Make one send request; return its verdict within 10 seconds."""
    import httpx

    headers = authorization()
    if headers is None:
        return Verdict(Course.STOP, reason="WHATSAPP_ACCESS_TOKEN is not set")
    try:
        async with asyncio.timeout(REQUEST_TAKES.total_seconds()):
            answer = await client.post(messages_url(phone_number_id), json=body, headers=headers)
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
        return never_left(type(error).__name__)
    except (httpx.HTTPError, TimeoutError) as error:
        return cut_off(type(error).__name__)
    return read_answer(answer.status_code, answer.content, answer.headers.get("retry-after"))
