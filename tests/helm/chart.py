"""The chart rendered with values, as objects."""

import json
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tests.support.shop import CHART

Objects = dict[tuple[str, str], dict[str, Any]]
"""By kind and name; Knative's Service is `KService`."""

CLUSTER: dict[str, Any] = {
    "trialStores": {"enabled": True},
    "secret": {"create": True, "values": {"ADMIN_TOKEN": "a"}},
    "gateway": {"envoy": {"enabled": True}},
    "networkPolicies": {"enabled": True},
    "dashboard": {"enabled": True},
    "alerts": {"enabled": True},
    "llm": {"model": "openai/gpt"},
}
"""Everything on, so that nothing escapes a check of all objects."""


class RefusedError(Exception):
    """Helm would not render; carries what it said."""


def render(values: Mapping[str, Any] | None = None, *files: str, chart: Path = CHART) -> Objects:
    """Return what `helm template shop CHART -n store` says with these values and values files."""
    return _rendered(json.dumps(dict(values or {})), files, chart)


def objects_of(text: str) -> Objects:
    """Return the objects of a YAML stream."""
    return {
        (_kind(each), each["metadata"]["name"]): each
        for each in yaml.load_all(text, Loader=yaml.CSafeLoader)
        if each
    }


@cache
def _rendered(values: str, files: tuple[str, ...], chart: Path) -> Objects:
    helm = Path(sys.executable).parent / "helm"
    command = [str(helm), "template", "shop", str(chart), "--namespace", "store"]
    for file in files:
        command += ["--values", str(chart / file)]
    done = subprocess.run(  # noqa: S603 - the helm of our own environment
        [*command, "--values", "-"], input=values, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RefusedError(done.stderr)
    return objects_of(done.stdout)


def of_kind(objects: Objects, kind: str) -> dict[str, dict[str, Any]]:
    """Return the objects of one kind by name."""
    return {name: each for (found, name), each in objects.items() if found == kind}


def pod_specs(objects: Objects) -> dict[str, dict[str, Any]]:
    """Return the pod spec of everything that runs, by `kind/name`."""
    return {
        f"{kind}/{name}": spec for (kind, name), each in objects.items() if (spec := _pod(each))
    }


def pod_of(objects: Objects, kind: str, name: str) -> dict[str, Any]:
    """Return the pod spec of one object."""
    return _pod(objects[kind, name])


def variables(pod: Mapping[str, Any]) -> dict[str, Any]:
    """Return a pod's variables: their text, or where it comes from."""
    env = pod["containers"][0].get("env", [])
    return {each["name"]: each.get("value", each.get("valueFrom")) for each in env}


def _kind(each: Mapping[str, Any]) -> str:
    is_knative = each["apiVersion"].startswith("serving.knative.dev/")
    return "KService" if is_knative else str(each["kind"])


def _pod(each: Mapping[str, Any]) -> dict[str, Any]:
    if each["kind"] == "Pod":
        return each["spec"]
    template = each.get("spec", {}).get("jobTemplate", each).get("spec", {}).get("template", {})
    return template.get("spec", {})
