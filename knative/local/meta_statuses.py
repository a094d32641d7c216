"""Status webhooks of the imitated Meta: signed, retried, in order."""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Sequence

import httpx

from knative.local.meta_outbox import SentMessage

_RETRIES = 5


class StatusSender:
    """Reports the fate of each accepted message to the shop's webhook."""

    def __init__(
        self,
        webhook_url: str,
        app_secret: str,
        *,
        statuses: Sequence[str] = ("sent", "delivered"),
        pause_seconds: float = 0.05,
    ) -> None:
        self.statuses = tuple(statuses)
        self._url = webhook_url
        self._secret = app_secret.encode()
        self._pause = pause_seconds
        self._client: httpx.AsyncClient | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def report(self, sent: SentMessage) -> None:
        """Sends the statuses of one message, in the background."""
        if self.statuses:
            task = asyncio.create_task(self._report(sent))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Stops reporting."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._client is not None:
            await self._client.aclose()

    async def _report(self, sent: SentMessage) -> None:
        for status in self.statuses:
            await asyncio.sleep(self._pause)
            body = json.dumps(status_webhook(sent, status)).encode()
            await self._post(body)

    async def _post(self, body: bytes) -> None:
        if self._client is None:
            self._client = httpx.AsyncClient(timeout=10)
        signature = hmac.new(self._secret, body, hashlib.sha256).hexdigest()
        headers = {"x-hub-signature-256": f"sha256={signature}", "content-type": "application/json"}
        for attempt in range(_RETRIES):
            try:
                answer = await self._client.post(self._url, content=body, headers=headers)
            except httpx.TransportError:
                answer = None
            if answer is not None and answer.is_success:
                return
            await asyncio.sleep(0.2 * 2**attempt)


def status_webhook(sent: SentMessage, status: str) -> dict[str, object]:
    """The webhook body Meta sends for one status of one message."""
    report: dict[str, object] = {
        "id": sent.id,
        "status": status,
        "timestamp": str(int(time.time())),
        "recipient_id": sent.to.lstrip("+"),
        "conversation": {"id": f"conversation-{sent.to}", "origin": {"type": "service"}},
        "pricing": {"billable": True, "pricing_model": "PMP", "category": "service"},
    }
    if (ours := sent.body.get("biz_opaque_callback_data")) is not None:
        report["biz_opaque_callback_data"] = ours
    number = {"display_phone_number": "15550000000", "phone_number_id": sent.phone_number_id}
    value = {
        "messaging_product": "whatsapp",
        "metadata": number,
        "statuses": [report],
    }
    change = {"field": "messages", "value": value}
    return {"object": "whatsapp_business_account", "entry": [{"id": "0", "changes": [change]}]}
