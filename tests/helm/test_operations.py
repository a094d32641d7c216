"""docs/operations.md says what the chart has: names, options, files, alerts."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from shared.stores.matching import as_mapping
from tests.helm.chart import CLUSTER, of_kind, render

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs/operations.md").read_text()
QUOTED = re.findall(r"`([^`\n]+)`", TEXT)
VALUES: dict[str, Any] = yaml.safe_load((ROOT / "helm/agent-store/values.yaml").read_text())
SCHEMA = (ROOT / "helm/agent-store/values.schema.json").read_text()
SECTIONS = "|".join(VALUES)
LOGGED = {"whatsapp.possible_double"}
OPTIONS = sorted(
    {
        found
        for one in QUOTED
        for found in re.findall(rf"(?:^|--set )((?:{SECTIONS})(?:\.[\w-]+)+)", one)
    }
    - LOGGED
)
FILES = sorted(
    {
        word
        for one in QUOTED
        for word in one.split()
        if re.match(r"(?:knative|helm|shared)/\w", word)
    }
)


def test_there_is_something_to_check() -> None:
    assert {"broker.class", "gateway.envoy.service.externalTrafficPolicy"} <= set(OPTIONS)
    assert "knative/overlays/rabbitmq" in FILES


@pytest.mark.parametrize("option", OPTIONS)
def test_an_option_that_is_named_exists(option: str) -> None:
    section, *path = option.split(".")

    value: Any = VALUES[section]
    for part in path:
        value = as_mapping(value) or {}
        assert part in value or f'"{part}":' in SCHEMA, option
        value = value.get(part)


@pytest.mark.parametrize("file", FILES)
def test_a_file_that_is_named_exists(file: str) -> None:
    assert (ROOT / file).exists()


def test_every_alert_is_explained_and_no_other() -> None:
    rules = of_kind(render(CLUSTER), "PrometheusRule")
    alerts = {
        rule["alert"]
        for each in rules.values()
        for group in each["spec"]["groups"]
        for rule in group["rules"]
    }

    assert set(re.findall(r"^\| `(AgentStore\w+)`", TEXT, re.MULTILINE)) == alerts


def test_what_kubectl_asks_for_is_there() -> None:
    objects = render(CLUSTER)
    labels = {
        f"{name}={value}"
        for each in of_kind(objects, "KService").values()
        for name, value in each["spec"]["template"]["metadata"]["labels"].items()
    }
    for trigger in of_kind(objects, "Trigger").values():  # as RabbitMQ's Broker labels its pods
        labels.add(f"eventing.knative.dev/broker={trigger['spec']['broker']}")

    text = TEXT.replace("/instance=agent-store", "/instance=shop")  # as the release is called here
    asked = set(re.findall(r"-l (\S+=[\w-]+)", text))
    assert asked
    assert asked <= labels
    (job,) = set(re.findall(r"--from=cronjob/agent-store(\S*)", TEXT))
    assert ("CronJob", f"shop{job}") in objects


def test_the_pods_that_stand_are_counted_right() -> None:
    zero = of_kind(render(CLUSTER, "values-zero.yaml"), "KService").values()
    usual = of_kind(render(CLUSTER), "KService").values()
    triggers = len(of_kind(render(CLUSTER), "Trigger"))
    brands = sum(each["metadata"]["name"].startswith("ai-seller-") for each in usual)

    def standing(services: Any) -> int:
        name = "autoscaling.knative.dev/min-scale"
        return sum(
            int(one["spec"]["template"]["metadata"]["annotations"].get(name, 0)) for one in services
        )

    def rows(beginning: str) -> int:
        (line,) = [one for one in TEXT.splitlines() if one.startswith(f"| {beginning}")]
        return int(line.split("|")[2].split()[0])

    assert standing(usual) == rows("shop, default minimums")
    assert standing(zero) == rows("shop, `values-zero.yaml`")
    ingress_and_dead_letters = 2
    assert ingress_and_dead_letters + triggers == rows("RabbitMQ Broker")
    assert f"({triggers - brands} + 1 per brand)" in TEXT
