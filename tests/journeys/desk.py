"""What agents do with the shop's API."""

from typing import Any

import httpx

from tests.journeys.shop_run import AGENTS, Json, ShopRun
from tests.journeys.shoppers import WhatsAppShopper


class AtDesk:
    """An agent at work.

    Attributes:
        name: as in `AGENT_TOKENS`.
    """

    def __init__(self, shop: ShopRun, name: str) -> None:
        self.shop = shop
        self.name = name

    def call(self, method: str, path: str, **request: Any) -> httpx.Response:
        """Make a call to `/v1/support`."""
        headers = {"Authorization": f"Bearer {AGENTS[self.name]}"}
        return self.shop.client.request(
            method, f"{self.shop.gateway}/v1/support{path}", headers=headers, **request
        )

    def conversation_of(self, shopper: WhatsAppShopper, *statuses: str) -> Json:
        """Wait until the shopper's conversation has one of these statuses."""
        name = shopper.phone.name

        def look() -> Json:
            found = [
                one
                for status in statuses
                for one in self._listed(status)
                if one["customerName"] == name
            ]
            return found[0] if found else {}

        return self.shop.eventually(look, f"{name}'s conversation to be {' or '.join(statuses)}")

    def leave(self) -> None:
        """Go offline: whoever asks for a person from now on waits in the queue."""
        status = {"status": "offline"}
        assert self.call("POST", "/agents/me/presence", json=status).status_code == 200

    def act(self, conversation: Json, what: str, **body: Any) -> httpx.Response:
        """Do something with a conversation."""
        return self.call("POST", f"/conversations/{conversation['id']}/{what}", json=body)

    def read(self, conversation: Json) -> Json:
        """Return all of a conversation."""
        return self.call("GET", f"/conversations/{conversation['id']}").raise_for_status().json()

    def _listed(self, status: str) -> list[Json]:
        answer = self.call("GET", "/conversations", params={"status": status})
        return answer.raise_for_status().json()["conversations"]
