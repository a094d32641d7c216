"""What the rendered manifests say, typed; what a laptop must not accept is refused in one line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import ValidationError

from knative.local.event_kinds import Broker, SinkBinding, Trigger
from knative.local.kinds import Manifest
from knative.local.route_kinds import ConfigMap, HTTPRoute, Secret
from knative.local.service_kinds import Service

_KINDS: Mapping[tuple[str, str], type[Manifest]] = {
    ("serving.knative.dev", "Service"): Service,
    ("eventing.knative.dev", "Broker"): Broker,
    ("eventing.knative.dev", "Trigger"): Trigger,
    ("sources.knative.dev", "SinkBinding"): SinkBinding,
    ("gateway.networking.k8s.io", "HTTPRoute"): HTTPRoute,
    ("v1", "ConfigMap"): ConfigMap,
    ("v1", "Secret"): Secret,
}


@dataclass(frozen=True)
class Manifests:
    """All objects the laptop runs, by kind."""

    services: tuple[Service, ...]
    brokers: tuple[Broker, ...]
    triggers: tuple[Trigger, ...]
    sink_bindings: tuple[SinkBinding, ...]
    routes: tuple[HTTPRoute, ...]
    config_maps: Mapping[str, ConfigMap]
    secrets: Mapping[str, Secret]


def read_manifests(texts: Iterable[str]) -> Manifests:
    """Parses YAML documents and checks what both real brokers would not do alike.

    Raises:
        ManifestError: An object is malformed or asks for something that is not portable.
    """
    objects = [each for text in texts for each in _objects(text)]
    read = Manifests(
        services=tuple(each for each in objects if isinstance(each, Service)),
        brokers=tuple(each for each in objects if isinstance(each, Broker)),
        triggers=tuple(each for each in objects if isinstance(each, Trigger)),
        sink_bindings=tuple(each for each in objects if isinstance(each, SinkBinding)),
        routes=tuple(each for each in objects if isinstance(each, HTTPRoute)),
        config_maps={e.metadata.name: e for e in objects if isinstance(e, ConfigMap)},
        secrets={each.metadata.name: each for each in objects if isinstance(each, Secret)},
    )
    _check_triggers(read)
    _check_routes(read)
    return read


def manifest_texts(folder: Path) -> list[str]:
    """The YAML files of a folder, in the order of their numbers."""
    return [file.read_text() for file in sorted(folder.glob("*.yaml"))]


def _objects(text: str) -> Iterable[Manifest]:
    for document in yaml.load_all(text, Loader=yaml.CSafeLoader):
        if not document:
            continue
        kind = str(document.get("kind", ""))
        model = _KINDS.get((str(document.get("apiVersion", "")).partition("/")[0], kind))
        if model is None:
            continue
        try:
            yield model.model_validate(document)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            name = str(document.get("metadata", {}).get("name", "?"))
            raise ManifestError(kind, name, f"{where}: {first['msg']}") from error


def _check_triggers(read: Manifests) -> None:
    services = {each.metadata.name for each in read.services}
    brokers = {each.metadata.name for each in read.brokers}
    for trigger in read.triggers:
        name, spec = trigger.metadata.name, trigger.spec
        if spec.filters is not None:
            raise ManifestError("Trigger", name, "spec.filters: RabbitMQ's broker ignores it")
        if spec.delivery is not None:
            raise ManifestError("Trigger", name, "spec.delivery: set it on the Broker")
        if not all(spec.filter.attributes.values()):
            raise ManifestError("Trigger", name, "an empty filter value means different things")
        if spec.broker not in brokers:
            raise ManifestError("Trigger", name, f"there is no Broker {spec.broker}")
        if spec.subscriber.ref is None or spec.subscriber.ref.name not in services:
            raise ManifestError("Trigger", name, "its subscriber is no Service of the chart")


def _check_routes(read: Manifests) -> None:
    services = {each.metadata.name for each in read.services}
    for route in read.routes:
        for rule in route.spec.rules:
            if any(each.type != "RequestHeaderModifier" for each in rule.filters):
                raise ManifestError("HTTPRoute", route.metadata.name, "filters are not supported")
            if len(rule.backend_refs) != 1 or rule.backend_refs[0].name not in services:
                raise ManifestError(
                    "HTTPRoute", route.metadata.name, "a rule needs one Service of the chart"
                )


class ManifestError(Exception):
    """A manifest that the laptop refuses to run."""

    def __init__(self, kind: str, name: str, why: str) -> None:
        super().__init__(f"{kind} {name}: {why}")
