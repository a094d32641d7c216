"""What the laptop reads in manifests, and what it refuses."""

import json
from pathlib import Path

import pytest
import yaml

from knative.local.broker_plan import DeliveryPlan, plan_broker
from knative.local.durations import DurationError, go_seconds, iso_seconds
from knative.local.environment import Sources
from knative.local.manifests import ManifestError, manifest_texts, read_manifests
from knative.local.plan import FunctionPlan, Platform, plan_functions
from knative.local.secret_values import SecretValues

ROOT = Path(__file__).parents[2]
BROKER = """
apiVersion: eventing.knative.dev/v1
kind: Broker
metadata: {name: b}
"""
SERVICE = """
apiVersion: serving.knative.dev/v1
kind: Service
metadata: {name: s, labels: {app: shop}}
spec: {template: {spec: {containers: [{command: [python, -m, x]}]}}}
"""


def trigger(**spec: object) -> str:
    whole = {"broker": "b", "subscriber": {"ref": {"kind": "Service", "name": "s"}}} | spec
    head = {"apiVersion": "eventing.knative.dev/v1", "kind": "Trigger", "metadata": {"name": "t"}}
    return json.dumps(head | {"spec": whole})


def container(**fields: object) -> str:
    service = yaml.safe_load(SERVICE)
    spec = service["spec"]["template"]["spec"]
    spec["volumes"] = fields.pop("volumes", [])
    spec["containers"][0].update(fields)
    return json.dumps(service)


def plan(tmp_path: Path, *texts: str, **given: str) -> FunctionPlan:
    manifests = read_manifests(texts)
    secrets = SecretValues.open(tmp_path / "secrets.json", given)
    sources = Sources(manifests, secrets, given, tmp_path / "mounts")
    platform = Platform("http://broker", "http://inside/{service}")
    return plan_functions(manifests, sources, root=ROOT, platform=platform, python="py")[0]


@pytest.mark.parametrize(
    ("spec", "why"),
    [
        ({"broker": "other"}, "there is no Broker other"),
        ({"subscriber": {"uri": "http://x"}}, "its subscriber is no Service of the chart"),
    ],
)
def test_a_trigger_without_its_ends_is_refused(spec: dict[str, object], why: str) -> None:
    with pytest.raises(ManifestError, match=f"Trigger t: {why}"):
        read_manifests([BROKER, SERVICE, trigger(**spec)])


def test_a_malformed_object_is_named_with_the_field() -> None:
    with pytest.raises(ManifestError, match=r"Service s: spec\.template\.spec\.containers: "):
        read_manifests([SERVICE.replace("containers", "boxes")])


def test_triggers_become_queues_with_their_parallelism() -> None:
    annotated = yaml.safe_load(trigger(filter={"attributes": {"type": "x", "to": "s"}}))
    annotated["metadata"]["annotations"] = {"rabbitmq.eventing.knative.dev/parallelism": "20"}

    queue = plan_broker(read_manifests([BROKER, SERVICE, json.dumps(annotated)])).queues[0]

    assert (queue.name, queue.service, queue.path, queue.parallelism) == ("t", "s", "/", 20)
    assert queue.attributes == {"type": "x", "to": "s"}


def test_the_environment_is_what_the_manifest_says_and_make_run_overrides(tmp_path: Path) -> None:
    text = container(
        env=[
            {"name": "PUBLIC_URL", "value": "https://shop.example"},
            {"name": "BRAND", "value": "fashion"},
            {"name": "FROM_MAP", "valueFrom": {"configMapKeyRef": {"name": "m", "key": "k"}}},
            {"name": "TOKEN", "valueFrom": {"secretKeyRef": {"name": "x", "key": "ADMIN_TOKEN"}}},
            {
                "name": "AGENT_TOKEN",
                "valueFrom": {"secretKeyRef": {"key": "AGENT_TOKEN", "optional": True}},
            },
        ],
        envFrom=[{"configMapRef": {"name": "m"}}, {"secretRef": {"name": "sec"}}],
    )
    config_map = "{apiVersion: v1, kind: ConfigMap, metadata: {name: m}, data: {k: v}}"
    secret = "{apiVersion: v1, kind: Secret, metadata: {name: sec}, data: {PIN: MTIz}}"

    planned = plan(
        tmp_path, text, config_map, secret, ADMIN_TOKEN="a", PUBLIC_URL="http://p", BRAND="tech"
    )

    assert planned.environment == {
        "PUBLIC_URL": "http://p",
        "BRAND": "fashion",
        "FROM_MAP": "v",
        "TOKEN": "a",
        "k": "v",
        "PIN": "123",
        "PYTHONPATH": str(ROOT),
        "K_SERVICE": "s",
        "K_REVISION": "s-local",
        "SERVICE_URL": "http://inside/{service}",
    }
    assert planned.command == ("py", "-m", "x")


def test_a_secret_that_nobody_has_stops_the_start_with_its_name(tmp_path: Path) -> None:
    text = container(
        env=[{"name": "T", "valueFrom": {"secretKeyRef": {"name": "x", "key": "ADMIN_TOKEN"}}}]
    )

    with pytest.raises(ManifestError, match="Service s: needs ADMIN_TOKEN of x: set ADMIN_TOKEN"):
        plan(tmp_path, text)


def test_made_up_secrets_stay_the_same_and_are_private(tmp_path: Path) -> None:
    file = tmp_path / "secrets.json"

    first = SecretValues.open(file, {}).find("EVENT_SIGNING_KEY")
    second = SecretValues.open(file, {}).find("EVENT_SIGNING_KEY")

    assert first == second
    assert len(first or "") >= 32
    assert file.stat().st_mode & 0o777 == 0o600
    assert SecretValues.open(file, {}).find("ADMIN_TOKEN") is None
    assert SecretValues.open(file, {"EVENT_SIGNING_KEY": "given"}).find("EVENT_SIGNING_KEY") == (
        "given"
    )


def test_mounted_files_are_real_and_paths_lead_to_them(tmp_path: Path) -> None:
    text = container(
        env=[
            {"name": "BRANDS_PATH", "value": "/etc/shop/brands"},
            {"name": "ONE", "value": "/etc/shop/brands/a.yaml"},
            {"name": "OTHER", "value": "/etc/shop/brandsmith"},
        ],
        args=["--file", "/etc/shop/brands/a.yaml"],
        volumeMounts=[{"name": "v", "mountPath": "/etc/shop/brands"}],
        volumes=[{"name": "v", "configMap": {"name": "brands"}}],
    )
    brands = "{apiVersion: v1, kind: ConfigMap, metadata: {name: brands}, data: {a.yaml: 'id: a'}}"

    planned = plan(tmp_path, text, brands)

    real = tmp_path / "mounts" / "configmap-brands"
    assert planned.environment["BRANDS_PATH"] == str(real)
    assert planned.environment["ONE"] == str(real / "a.yaml")
    assert planned.environment["OTHER"] == "/etc/shop/brandsmith"
    assert planned.command[-1] == str(real / "a.yaml")
    assert (real / "a.yaml").read_text() == "id: a"


def test_a_sink_binding_gives_the_broker_to_services_with_its_labels(tmp_path: Path) -> None:
    def binding(app: str) -> str:
        subject = {"kind": "Service", "selector": {"matchLabels": {"app": app}}}
        spec = {"subject": subject, "sink": {"ref": {"kind": "Broker", "name": "b"}}}
        head = {"apiVersion": "sources.knative.dev/v1", "kind": "SinkBinding"}
        return json.dumps({**head, "metadata": {"name": "sb"}, "spec": spec})

    assert plan(tmp_path, SERVICE, binding("shop")).environment["K_SINK"] == "http://broker"
    assert "K_SINK" not in plan(tmp_path, SERVICE, binding("other")).environment


@pytest.mark.parametrize(
    ("text", "seconds"), [("10m", 600), ("1m30s", 90), ("0s", 0), ("250ms", 0.25), ("1h", 3600)]
)
def test_go_durations_are_read(text: str, seconds: float) -> None:
    assert go_seconds(text) == seconds


@pytest.mark.parametrize(
    ("text", "seconds"), [("PT0.2S", 0.2), ("PT90S", 90), ("PT1M30S", 90), ("PT1H", 3600)]
)
def test_iso_durations_are_read(text: str, seconds: float) -> None:
    assert iso_seconds(text) == seconds


@pytest.mark.parametrize("text", ["", "10", "PT", "PT5", "5S", "1d"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(DurationError):
        go_seconds(text)
    with pytest.raises(DurationError):
        iso_seconds(text)


def test_pauses_follow_the_policy_of_the_less_patient_broker() -> None:
    exponential = DeliveryPlan(3, "exponential", 0.2, None)
    linear = DeliveryPlan(3, "linear", 0.2, None)

    assert [exponential.pause_seconds(n) for n in range(3)] == [0.2, 0.4, 0.8]
    assert [linear.pause_seconds(n) for n in range(3)] == [0.0, 0.2, 0.4]


def test_retries_of_the_shops_broker_outlive_two_leases_and_a_cold_start() -> None:
    relay = SERVICE.replace("name: s,", "name: relay,")
    planned = plan_broker(read_manifests([*manifest_texts(ROOT / "knative" / "base"), relay]))
    delivery = planned.delivery

    assert sum(map(delivery.pause_seconds, range(delivery.retries))) > 2 * 60 + 15
    assert delivery.timeout_seconds == 90
    assert planned.dead_letters is not None
    assert (planned.dead_letters.service, planned.dead_letters.path) == ("relay", "/dead-letters")


def test_what_signs_webhooks_is_made_up_once(tmp_path: Path) -> None:
    first, again = (SecretValues.open(tmp_path / "secrets.json", {}) for _ in range(2))

    for name in ("WHATSAPP_APP_SECRET", "PAYMENT_TEST_SECRET", "CARRIER_WEBHOOK_SECRET"):
        assert len(first.find(name) or "") > 30
        assert first.find(name) == again.find(name)
