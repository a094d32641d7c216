"""The imitated Meta as a container: `python -m tests.e2e.meta_server`."""

import os

import uvicorn

from knative.local.fake_meta import FakeMeta
from knative.local.meta_outbox import Outbox
from knative.local.meta_statuses import StatusSender


def run() -> None:
    """Serve on port 8080 until the container ends."""
    app = FakeMeta(
        Outbox(),
        StatusSender(os.environ["WEBHOOK_URL"], os.environ["WHATSAPP_APP_SECRET"]),
        base_url=os.environ["BASE_URL"],
        access_token=os.environ["WHATSAPP_ACCESS_TOKEN"],
    )
    uvicorn.run(app, host="0.0.0.0", port=8080, log_level="warning")  # noqa: S104


if __name__ == "__main__":
    run()
