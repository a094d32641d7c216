"""The functions to start cold: their own manifests, but a broker that only takes events."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from http import HTTPStatus

from knative.local.environment import Sources
from knative.local.manifests import manifest_texts, read_manifests
from knative.local.plan import FunctionPlan, Platform, plan_functions
from knative.local.render import render_chart
from knative.local.secret_values import SecretValues
from knative.local.seed import seed_command, seed_environment
from knative.local.server import Message, Receive, Send, respond, serve
from tests.bench.first_events import Sample
from tests.bench.loading_models import thinking
from tests.bench.shop import ADMIN_TOKEN, ROOT, Front, Shop
from tests.support.shop import shipped_brands, shipped_products

HELLO = "hello"
BRAND = "fashion"
SELLER = f"ai-seller-{BRAND}"
DATABASE = "agent_store_cold"
"""A database of its own, so that the shop's relay never looks for what is published here."""
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360f8cfc0f01f00050001ff89993d1d0000000049454e44ae426082"
)
_HELLO_COMMAND = (
    "exec {python} -m uvicorn functions_framework.aio:create_asgi_app --factory"
    ' --host 127.0.0.1 --port "$PORT" --lifespan off --no-access-log'
)


@asynccontextmanager
async def broker_that_takes() -> AsyncGenerator[str]:
    """Run a broker (and Services to wake) that answers 202 to everything; yield its address."""

    async def take(_scope: Message, receive: Receive, send: Send) -> None:
        while (await receive()).get("more_body", False):
            pass
        await respond(send, HTTPStatus.ACCEPTED)

    async with serve(take) as port:
        yield f"http://127.0.0.1:{port}"


async def cold_functions(shop: Shop, sink: str) -> list[FunctionPlan]:
    """Return the bare hello, then one process per function, as the chart describes it.

    The last one is a seller that thinks.
    """
    chart = ROOT / "helm" / "agent-store"
    values = [chart / "values-local.yaml"]
    rendered = render_chart(chart, values, cache=shop.data / "rendered-cold", also=[])
    manifests = read_manifests([*manifest_texts(ROOT / "knative" / "base"), rendered])
    given = {**shop.stores, "WHATSAPP_API_BASE_URL": shop.meta_url, "ADMIN_TOKEN": ADMIN_TOKEN}
    secrets = SecretValues.open(shop.data / "secrets.json", given)
    planned = plan_functions(
        manifests,
        Sources(manifests, secrets, given, shop.data / "mounts-cold"),
        root=ROOT,
        platform=Platform(broker_url=sink, service_url=f"{sink}/{{service}}"),
        python=sys.executable,
    )
    database = {"MONGODB_DATABASE": DATABASE}
    seeding = seed_environment({**shop.stores, **database})
    await asyncio.to_thread(subprocess.run, seed_command(), env=seeding, cwd=ROOT, check=True)
    functions = [
        replace(one, environment={**one.environment, **database})
        for one in planned
        if not one.name.startswith("ai-seller") or one.name == SELLER
    ]
    seller = next(one for one in functions if one.name == SELLER)
    return [_hello(functions[0]), *functions, thinking(seller, sink)]


def _hello(like: FunctionPlan) -> FunctionPlan:
    source = str(ROOT / "tests" / "bench" / "bare_hello.py")
    return replace(
        like,
        name=HELLO,
        command=("sh", "-c", _HELLO_COMMAND.format(python=sys.executable)),
        environment={"FUNCTION_SOURCE": source, "FUNCTION_TARGET": "main"},
    )


async def sample_of(shop: Front) -> Sample:
    """Return what first events are made from; a picture of it lies at the imitated Meta."""
    uploaded = await shop.meta.call("POST", "/control/media", PIXEL, content_type="image/png")
    return Sample(
        brand=shipped_brands()[BRAND],
        product=shipped_products(BRAND)[0],
        signing_key=shop.secrets["EVENT_SIGNING_KEY"].encode(),
        app_secret=shop.secrets["WHATSAPP_APP_SECRET"],
        media_id=str(uploaded.json()["id"]),
    )
