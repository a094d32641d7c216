"""What is immutable on a cluster never changes under its name, so `helm upgrade` always works."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.helm.chart import CLUSTER, Objects, of_kind, render
from tests.support.generate import ROOT
from tests.support.shop import CHART

OTHER: dict[str, Any] = {
    "image": {"tag": "next"},
    "broker": {"name": "second"},
    "defaults": {"maxScale": 7, "timeoutSeconds": 150},
    "logLevel": "debug",
    "publicUrl": "https://shop.example",
    "jobs": {"resources": {"limits": {"memory": "1Gi"}}},
}


def immutable(objects: Objects) -> dict[tuple[str, str], Any]:
    """Return the parts that Kubernetes, Knative or RabbitMQ's webhooks refuse to change."""
    found: dict[tuple[str, str], Any] = {}
    for (kind, name), each in objects.items():
        spec = each.get("spec", {})
        if kind == "Trigger":
            found[kind, name] = (spec["broker"], spec["filter"])
        elif kind == "Job":
            found[kind, name] = spec["template"]
        elif kind == "Deployment":
            found[kind, name] = spec["selector"]
        elif kind == "Service":
            found[kind, name] = spec.get("clusterIP")
    return found


def test_an_upgrade_changes_nothing_immutable_under_its_name() -> None:
    before, after = immutable(render(CLUSTER)), immutable(render({**CLUSTER, **OTHER}))

    same = before.keys() & after.keys()
    assert {key: after[key] for key in same} == {key: before[key] for key in same}
    changed = {kind for kind, _ in after.keys() - before.keys()}
    assert changed == {"Trigger", "Job"}


def test_a_trigger_keeps_its_name_while_its_filter_stays() -> None:
    before = of_kind(render({}), "Trigger")
    after = of_kind(render({"defaults": {"maxScale": 7}, "image": {"tag": "next"}}), "Trigger")

    assert set(before) == set(after)
    assert before != after  # parallelism follows the scale, and may change


def test_a_changed_seed_runs_again() -> None:
    jobs = of_kind(render({}), "Job")
    without = of_kind(render({"seed": {"demoCatalog": False}}), "Job")

    assert {name for name in jobs if "indexes" in name} == {n for n in without if "indexes" in n}
    assert {name for name in jobs if "seed" in name} != {n for n in without if "seed" in n}


def test_nothing_is_left_behind_by_an_uninstall_but_the_test_pod() -> None:
    hooks = {
        key
        for key, each in render(CLUSTER).items()
        if any(name.startswith("helm.sh/") for name in each["metadata"].get("annotations", {}))
    }

    assert hooks == {("Pod", "shop-test")}
    kinds = {kind for kind, _ in render(CLUSTER)}
    assert kinds & {"Namespace", "PersistentVolumeClaim", "Broker", "CustomResourceDefinition"} == (
        set()
    )


@pytest.mark.parametrize("overlay", ["rabbitmq", "in-memory"])
def test_an_overlay_patches_the_broker_of_the_base(overlay: str) -> None:
    folder = ROOT / "knative/overlays" / overlay
    base = yaml.safe_load((ROOT / "knative/base/200-broker.yaml").read_text())
    patch = yaml.safe_load((folder / "broker.yaml").read_text())

    assert patch["metadata"]["name"] == base["metadata"]["name"]
    assert patch["metadata"]["namespace"] == base["metadata"]["namespace"]
    assert "delivery" not in patch["spec"]
    listed = yaml.safe_load((folder / "kustomization.yaml").read_text())["resources"]
    assert [(folder / each).resolve().exists() for each in listed] == [True] * len(listed)


def test_the_base_lists_every_file_it_has() -> None:
    base = ROOT / "knative/base"

    listed = yaml.safe_load((base / "kustomization.yaml").read_text())["resources"]

    assert sorted(listed) == sorted(each.name for each in base.glob("[0-9]*.yaml"))


def test_every_alert_is_explained_to_operators() -> None:
    rules = render(CLUSTER)["PrometheusRule", "shop"]["spec"]["groups"][0]["rules"]
    explained = (ROOT / "docs/operations.md").read_text()

    assert len(rules) == 10
    for rule in rules:
        assert f"| `{rule['alert']}` |" in explained
        assert rule["expr"].count("(") == rule["expr"].count(")")
        assert rule["labels"]["severity"] in {"warning", "critical"}


def test_the_dashboard_and_the_alerts_read_the_same_figures() -> None:
    rendered = render(CLUSTER)
    panels = rendered["ConfigMap", "shop-dashboard"]["data"]["agent-store.json"]
    figure = re.compile(r"\b(?:envoy|http_server|rabbitmq|kube|container)_\w+")
    alerts = str(rendered["PrometheusRule", "shop"])

    only_alerts = set(figure.findall(alerts)) - set(figure.findall(panels))
    assert only_alerts == {
        "envoy_route",
        "kube_deployment_status_replicas_available",
        "kube_pod_container_status_restarts_total",
        "kube_pod_status_phase",
        "kube_job_failed",
        "envoy_response_code",
    } - set(figure.findall(panels))


def test_the_number_of_triggers_is_twelve_and_one_per_brand() -> None:
    """On RabbitMQ each is a pod that always runs (docs/operations.md)."""
    triggers = of_kind(render({}), "Trigger")
    brands = list((Path(CHART) / "brands").glob("*.yaml"))

    assert len(triggers) == 12 + len(brands)
