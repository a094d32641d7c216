"""Every object against the schema of its kind: the CRDs' own, and Kubernetes' API."""

import os
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, cast

import kubernetes_validate  # pyright: ignore[reportMissingTypeStubs]
import pytest
import yaml
from jsonschema import Draft7Validator

from tests.helm.chart import CLUSTER, Objects, objects_of, render
from tests.support.generate import ROOT

MODULES = Path(os.environ.get("GOMODCACHE", Path.home() / "go/pkg/mod"))
CRD_FILES = (
    "knative.dev/serving@*/config/core/300-resources/service.yaml",
    "knative.dev/eventing@*/config/core/resources/*.yaml",
    "knative.dev/eventing-rabbitmq@*/config/broker/300-*.yaml",
    "sigs.k8s.io/gateway-api@*/config/crd/standard/*.yaml",
)
KUBERNETES = ("1.31", "1.35")
"""The oldest the chart takes, and a newer one."""
CUSTOM = (".knative.dev/", "gateway.networking.k8s.io/", "monitoring.coreos.com/")
UNKNOWN = {"PrometheusRule"}
"""No module the machine has carries its schema; tests/helm/test_alerts.py checks its shape."""


@cache
def everything() -> Objects:
    """Return all objects; without the routes' timeouts, which older Gateway APIs don't know."""
    old = {"broker": {"sinkBinding": True}, "gateway": {"httpRoute": {"timeouts": False}}}
    return {**render(CLUSTER), **render(old), **platform()}


@cache
def platform() -> Objects:
    files = [
        *(ROOT / "knative/base").glob("[0-9]*.yaml"),
        *(ROOT / "knative/overlays").rglob("1*.yaml"),
    ]
    return objects_of("\n---\n".join(file.read_text() for file in files))


@cache
def schemas() -> Mapping[tuple[str, str], dict[str, Any]]:
    """Return the schema of each version of each custom kind this machine knows."""
    return {key: schema for file in CRD_FILES for key, schema in _schemas_of(file)}


def _schemas_of(pattern: str) -> Iterator[tuple[tuple[str, str], dict[str, Any]]]:
    for path in sorted(MODULES.glob(pattern)):
        for crd in yaml.load_all(path.read_text(), Loader=yaml.CSafeLoader):
            if not crd or crd.get("kind") != "CustomResourceDefinition":
                continue
            spec = crd["spec"]
            for version in spec["versions"]:
                key = (f"{spec['group']}/{version['name']}", spec["names"]["kind"])
                schema = strict(version["schema"]["openAPIV3Schema"])
                schema["properties"] |= {"apiVersion": {}, "kind": {}, "metadata": {}}
                yield key, schema


def strict(schema: Any) -> Any:
    """Return an OpenAPI schema that refuses fields it does not name, as kubectl does."""
    if isinstance(schema, list):
        return [strict(each) for each in cast("list[Any]", schema)]
    if not isinstance(schema, dict):
        return schema
    fields = cast("dict[str, Any]", schema)
    found: dict[str, Any] = {key: strict(value) for key, value in fields.items()}
    if found.get("x-kubernetes-int-or-string"):
        found["type"] = ["integer", "string"]
    is_open = found.get("x-kubernetes-preserve-unknown-fields") or "additionalProperties" in found
    if isinstance(found.get("properties"), dict) and "type" in found and not is_open:
        found["additionalProperties"] = False
    return found


def custom_kinds() -> list[tuple[str, str]]:
    found = {(each["apiVersion"], each["kind"]) for each in everything().values()}
    return sorted(
        (version, kind)
        for version, kind in found
        if any(part in version for part in CUSTOM) and kind not in UNKNOWN
    )


def core_objects() -> list[tuple[str, str]]:
    return [
        key
        for key, each in everything().items()
        if not any(part in each["apiVersion"] for part in CUSTOM)
    ]


@pytest.mark.parametrize(("version", "kind"), custom_kinds())
def test_custom_objects_are_what_their_definition_says(version: str, kind: str) -> None:
    schema = schemas().get((version, kind))
    if schema is None:
        pytest.skip(f"no definition of {version} {kind} under {MODULES}")

    validator: Any = Draft7Validator(schema)
    wrong = [
        f"{each['metadata']['name']} {error.json_path}: {error.message}"
        for each in everything().values()
        if (each["apiVersion"], each["kind"]) == (version, kind)
        for error in validator.iter_errors(each)
    ]

    assert wrong == []


@pytest.mark.parametrize("version", KUBERNETES)
def test_kubernetes_own_objects_are_valid(version: str) -> None:
    wrong: list[str] = []
    for kind, name in core_objects():
        try:
            kubernetes_validate.validate(everything()[kind, name], version, strict=True)
        except kubernetes_validate.ValidationError as error:
            wrong.append(f"{kind} {name}: {error}")

    assert wrong == []


def test_a_route_stays_within_what_the_gateway_api_takes() -> None:
    routes = [each["spec"] for (kind, _), each in everything().items() if kind == "HTTPRoute"]

    assert len(routes) == 9
    for route in routes:
        assert len(route["rules"]) <= 16
        assert sum(len(rule["matches"]) for rule in route["rules"]) <= 128
        for rule in route["rules"]:
            assert len(rule["matches"]) <= 8
