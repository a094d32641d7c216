"""Each option of values.yaml does what it says, and nothing that is not there is taken."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

import pytest
import yaml

from tests.helm.chart import CLUSTER, RefusedError, of_kind, render
from tests.helm.options import OPTIONS
from tests.support.shop import CHART

VALUES: dict[str, Any] = yaml.safe_load((CHART / "values.yaml").read_text())
PER_SERVICE = ("services", "sellers")


def paths(values: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    """Yield the path of every option; what OPTIONS names as a whole is one."""
    for key, value in values.items():
        path = f"{prefix}{key}"
        if path in OPTIONS or not isinstance(value, dict):
            yield path
        else:
            yield from paths(cast("dict[str, Any]", value), f"{path}.")


def nested(path: str, value: Any) -> dict[str, Any]:
    for key in reversed(path.split(".")):
        value = {key: value}
    return value


def merged(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    both = dict(one)
    for key, value in other.items():
        old = both.get(key)
        if isinstance(old, dict) and isinstance(value, dict):
            both[key] = merged(cast("dict[str, Any]", old), cast("dict[str, Any]", value))
        else:
            both[key] = value
    return both


def test_every_option_has_a_test() -> None:
    assert set(paths({k: v for k, v in VALUES.items() if k not in PER_SERVICE})) == set(OPTIONS)


@pytest.fixture(scope="module")
def one_brand(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the chart with one brand and hardly a catalog: options are the same, Helm is quick."""
    chart = tmp_path_factory.mktemp("small") / "agent-store"
    shutil.copytree(CHART, chart, ignore=shutil.ignore_patterns("*.jsonl"))
    for file in (chart / "brands").glob("*.yaml"):
        if file.stem != "fashion":
            file.unlink()
    return chart


@pytest.mark.parametrize("path", sorted(OPTIONS))
def test_an_option_changes_what_it_says(path: str, one_brand: Path) -> None:
    value, look, expected = OPTIONS[path]

    before = None
    with suppress(KeyError):
        before = look(render(CLUSTER, chart=one_brand))
    after = look(render(merged(CLUSTER, nested(path, value)), chart=one_brand))

    assert after == expected
    assert after != before or path in {"gateway.backend.namespace", "secret.values"}


def test_a_service_overrides_the_defaults() -> None:
    rendered = render(
        {
            "services": {"cart": {"maxScale": 3, "env": {"X": "1"}, "image": {"tag": "own"}}},
            "sellers": {"minScale": 2},
        }
    )

    services = of_kind(rendered, "KService")
    annotations = {
        name: services[name]["spec"]["template"]["metadata"]["annotations"]
        for name in ("cart", "memory", "ai-seller-home")
    }
    assert annotations["cart"]["autoscaling.knative.dev/max-scale"] == "3"
    assert annotations["memory"]["autoscaling.knative.dev/max-scale"] == "5"
    assert annotations["ai-seller-home"]["autoscaling.knative.dev/min-scale"] == "2"
    images = {
        name: services[name]["spec"]["template"]["spec"]["containers"][0]["image"]
        for name in ("cart", "memory")
    }
    assert images == {
        "cart": "dev.local/agent-store/functions:own",
        "memory": "dev.local/agent-store/functions:0.1.0",
    }


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"imagee": {}}, "Additional property imagee is not allowed"),
        ({"image": {"name": "x"}}, "image: Additional property name is not allowed"),
        ({"image": {"digest": "latest"}}, "image.digest: Does not match pattern"),
        ({"services": {"cart": {"min": 1}}}, "services.cart: Additional property min"),
        ({"services": {"relay": {"minScale": 0}}}, "services.relay.minScale: Must be greater"),
        ({"services": {"relay": None}}, "relay is required"),
        ({"defaults": {"timeoutSeconds": 900}}, "defaults.timeoutSeconds: Must be less"),
        ({"defaults": {"window": "1 minute"}}, "defaults.window: Does not match pattern"),
        ({"defaults": {"resources": {"limits": {"memory": 1}}}}, "Invalid type"),
        ({"publicUrl": "shop.example"}, "publicUrl: Does not match pattern"),
        ({"serviceUrl": "http://x"}, "serviceUrl: Does not match pattern"),
        ({"logLevel": "loud"}, "logLevel: logLevel must be one of"),
        ({"broker": {"class": "Kafka"}}, "broker.class Kafka: give its ingress as broker.url"),
        ({"llm": {"keys": ["gemini"]}}, "llm.keys.0: Does not match pattern"),
        ({"llm": {"fallbackModels": ["a,b"]}}, "llm.fallbackModels.0: Does not match pattern"),
        ({"llm": {"brandDailyCents": -1}}, "llm.brandDailyCents: Must be greater"),
        ({"secret": {"values": {"lower": "x"}}}, "secret.values: Additional property lower"),
        ({"gateway": {"hosts": ["https://x"]}}, "gateway.hosts.0: Does not match pattern"),
    ],
)
def test_a_value_that_cannot_work_is_refused_with_its_name(
    values: dict[str, Any], said: str
) -> None:
    with pytest.raises(RefusedError) as refused:
        render(values)

    assert said in str(refused.value)


def test_a_new_brand_file_is_a_seller_and_a_trigger_and_touches_no_other_seller(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    chart = tmp_path_factory.mktemp("sixth") / "agent-store"
    shutil.copytree(CHART, chart)
    brand = (chart / "brands/home.yaml").read_text().replace("id: home", "id: garden", 1)
    (chart / "brands/garden.yaml").write_text(brand)

    before, after = render({}), render({}, chart=chart)

    new = set(after) - set(before)
    assert {kind for kind, _ in new} == {"KService", "ServiceAccount", "Trigger", "Job"}
    assert ("KService", "ai-seller-garden") in new
    assert before["KService", "ai-seller-home"] == after["KService", "ai-seller-home"]
    assert before["KService", "relay"] != after["KService", "relay"]
    assert before["KService", "whatsapp-media"] == after["KService", "whatsapp-media"]
