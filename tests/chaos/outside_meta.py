"""The imitated Meta outside the shop: what it took outlives the shop's fall, as Meta's does."""

import asyncio
import threading
from collections.abc import Generator
from contextlib import contextmanager

from knative.local.fake_meta import VERSION, FakeMeta
from knative.local.meta_outbox import Outbox
from knative.local.meta_statuses import StatusSender
from knative.local.ports import free_port
from knative.local.server import serve

APP_SECRET = "app-secret-of-the-tests"


@contextmanager
def outside_meta() -> Generator[dict[str, str], None, None]:
    """Run it in a thread; yields the environment of a shop that uses it."""
    gateway, own = free_port(), free_port()
    running = asyncio.new_event_loop()
    started, over = threading.Event(), asyncio.Event()

    async def run() -> None:
        statuses = StatusSender(f"http://127.0.0.1:{gateway}/webhooks/whatsapp", APP_SECRET)
        app = FakeMeta(Outbox(), statuses, base_url=f"http://127.0.0.1:{own}")
        async with serve(app, own):
            started.set()
            await over.wait()
        await statuses.close()

    thread = threading.Thread(target=running.run_until_complete, args=(run(),))
    thread.start()
    started.wait()
    try:
        yield {
            "PORT": str(gateway),
            "WHATSAPP_APP_SECRET": APP_SECRET,
            "WHATSAPP_API_BASE_URL": f"http://127.0.0.1:{own}/{VERSION}",
        }
    finally:
        running.call_soon_threadsafe(over.set)
        thread.join()
        running.close()
