"""Everything of one run, in the order it starts; it stops the other way round."""

import asyncio
import json
import os
import sys
import time
from collections.abc import Mapping
from contextlib import AsyncExitStack

from knative.local.activator import Activator
from knative.local.admin import admin_app
from knative.local.banner import Banner
from knative.local.broker import Broker
from knative.local.broker_plan import BrokerPlan, plan_broker
from knative.local.chaos import Chaos
from knative.local.delivery import Deliverer
from knative.local.environment import Sources
from knative.local.fake_meta import VERSION, FakeMeta
from knative.local.follow import follow_logs
from knative.local.gateway import ClusterLocal, Door, Gateway
from knative.local.guarded import GuardedProtocol
from knative.local.ingress import Ingress
from knative.local.journal import Journal
from knative.local.manifests import Manifests, manifest_texts, read_manifests
from knative.local.meta_outbox import Outbox
from knative.local.meta_statuses import StatusSender
from knative.local.plan import Platform, plan_functions
from knative.local.ports import free_port
from knative.local.proxy import Proxy
from knative.local.render import render_chart
from knative.local.routes import RouteTable
from knative.local.secret_values import SecretValues
from knative.local.seed import seed_store
from knative.local.server import App, serve
from knative.local.settings import LocalSettings
from knative.local.stores import StoreUrls, embedded_stores

_DRAIN_SECONDS = 3.0


class Supervisor:
    """One run of the whole shop."""

    def __init__(self, settings: LocalSettings) -> None:
        self._settings = settings
        self._data = settings.data
        self._stack = AsyncExitStack()
        self._pids: dict[str, int] = {}
        self._activator: Activator | None = None
        self.ready = False

    async def run(self, stopped: asyncio.Event) -> None:
        """Starts everything, says so, and stops everything once `stopped` is set."""
        began = time.monotonic()
        async with self._stack, AsyncExitStack() as outside:  # the door closes first
            manifests = await asyncio.to_thread(self._manifests)
            plan, routes = plan_broker(manifests), RouteTable(manifests.routes)
            door = Door()
            port = await outside.enter_async_context(
                serve(door, self._settings.port, GuardedProtocol)
            )
            stores = await self._stack.enter_async_context(
                embedded_stores(self._data, given=self._settings.given)
            )
            (self._data / "admin.json").unlink(missing_ok=True)
            self._pids |= stores.pids
            seeding = asyncio.create_task(self._seed(stores))
            public_url = self._settings.public_url or f"http://localhost:{port}"
            given = await self._given(stores, port, public_url)
            activator, admin_port = await self._start_functions(manifests, plan, given)
            if self._settings.show_logs:
                following = asyncio.create_task(follow_logs(self._data / "logs"))
                self._stack.callback(following.cancel)
            await seeding
            await activator.start()
            scheme = public_url.partition(":")[0]
            door.open(Gateway(routes, Proxy(activator, scheme=scheme)))
            addresses = {
                "gateway": f"http://127.0.0.1:{port}",
                "admin": f"http://127.0.0.1:{admin_port}",
                "meta": given["WHATSAPP_API_BASE_URL"],
            }
            self._write("admin.json", addresses)
            self._stack.callback((self._data / "admin.json").unlink, missing_ok=True)
            banner = Banner(
                **addresses,
                data=self._data,
                fake_meta="WHATSAPP_API_BASE_URL" not in self._settings.given,
                mongodb=stores.mongodb_flavour,
                seconds=time.monotonic() - began,
            )
            print(banner, flush=True)
            self.ready = True
            await stopped.wait()

    def _manifests(self) -> Manifests:
        settings = self._settings
        rendered = render_chart(
            settings.chart,
            settings.values,
            cache=self._data / "rendered",
            also=[settings.root / "events.yaml"],
        )
        return read_manifests([*manifest_texts(settings.platform), rendered])

    async def _given(self, stores: StoreUrls, port: int, public_url: str) -> dict[str, str]:
        """The variables that win over the chart: the environment's, then this run's own."""
        own = {**stores.environment(), "PUBLIC_URL": public_url}
        given = {name: value for name, value in self._settings.given.items() if value}
        secrets = self._secrets(given)
        if "WHATSAPP_API_BASE_URL" not in given:
            own["WHATSAPP_API_BASE_URL"] = await self._serve_fake_meta(secrets, port)
        return own | given

    async def _seed(self, stores: StoreUrls) -> None:
        if self._settings.seed:
            await seed_store(self._data, stores.environment())

    def _secrets(self, given: Mapping[str, str]) -> SecretValues:
        return SecretValues.open(self._data / "secrets.json", given)

    async def _serve_fake_meta(self, secrets: SecretValues, gateway_port: int) -> str:
        port = free_port()
        webhook = f"http://127.0.0.1:{gateway_port}/webhooks/whatsapp"
        statuses = StatusSender(webhook, secrets.find("WHATSAPP_APP_SECRET") or "")
        self._stack.push_async_callback(statuses.close)
        base_url = f"http://127.0.0.1:{port}"
        token = secrets.find("WHATSAPP_ACCESS_TOKEN")
        app = FakeMeta(Outbox(), statuses, base_url=base_url, access_token=token)
        await self._serve(app, port)
        return f"{base_url}/{VERSION}"

    async def _start_functions(
        self, manifests: Manifests, plan: BrokerPlan, given: Mapping[str, str]
    ) -> tuple[Activator, int]:
        sources = Sources(manifests, self._secrets(given), given, self._data / "mounts")
        broker_port, local_port = free_port(), free_port()
        functions = plan_functions(
            manifests,
            sources,
            root=self._settings.root,
            platform=Platform(
                broker_url=f"http://127.0.0.1:{broker_port}",
                service_url=f"http://127.0.0.1:{local_port}/{{service}}",
            ),
            python=sys.executable,
        )
        activator = Activator(functions, self._data / "logs", self._write_pids)
        self._activator = activator
        journal = Journal(self._data / "broker" / "queues.sqlite")
        self._stack.callback(journal.close)
        chaos = Chaos(self._settings.chaos)
        broker = Broker(plan, journal, Deliverer(activator, plan.delivery), chaos)
        await self._serve(Ingress(broker), broker_port)
        inside = Proxy(activator, scheme="http", inside=True)
        await self._serve(ClusterLocal(inside), local_port)
        self._stack.push_async_callback(activator.stop)
        self._stack.push_async_callback(broker.stop, grace_seconds=_DRAIN_SECONDS)
        broker.start()
        self._write_pids()
        return activator, await self._serve(admin_app(broker, activator, chaos), 0)

    async def _serve(self, app: App, port: int) -> int:
        return await self._stack.enter_async_context(serve(app, port))

    def _write_pids(self) -> None:
        states = self._activator.states() if self._activator else []
        running = {each.name: each.pid for each in states if each.pid is not None}
        self._write("pids.json", {"supervisor": os.getpid(), **self._pids, **running})

    def _write(self, name: str, content: Mapping[str, object]) -> None:
        draft = self._data / f"{name}.new"
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(content, indent=1))
        draft.rename(self._data / name)
