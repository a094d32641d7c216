"""From Services to processes: command, variables, limits."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from knative.local.durations import go_seconds
from knative.local.environment import (
    Sources,
    container_environment,
    mounted_paths,
    rewrite_paths,
)
from knative.local.manifests import ManifestError, Manifests
from knative.local.service_kinds import Service

_AUTOSCALING = "autoscaling.knative.dev/"


@dataclass(frozen=True)
class Platform:
    """Addresses that a cluster's platform gives by itself."""

    broker_url: str
    service_url: str


@dataclass(frozen=True)
class FunctionPlan:
    """One Service as a process: command, variables, limits."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(repr=False)
    concurrency: int
    timeout_seconds: float
    idle_seconds: float
    always_on: bool
    working_directory: Path


def plan_functions(
    manifests: Manifests, sources: Sources, *, root: Path, platform: Platform, python: str
) -> list[FunctionPlan]:
    """One process per Service. One instance each: a laptop adds none by scaling out."""
    bound = _bound_to_broker(manifests)
    return [
        FunctionPlan(
            name=service.metadata.name,
            command=_command(service, sources, python),
            environment={
                **container_environment(service, sources),
                **_platform_variables(service, root, platform, bound=bound(service)),
                **_for_tests(sources),
            },
            concurrency=service.spec.template.spec.container_concurrency,
            timeout_seconds=service.spec.template.spec.timeout_seconds,
            idle_seconds=_idle_seconds(service.spec.template.metadata.annotations),
            always_on=_min_scale(service) > 0,
            working_directory=root,
        )
        for service in manifests.services
    ]


def _platform_variables(
    service: Service, root: Path, platform: Platform, *, bound: bool
) -> dict[str, str]:
    name = service.metadata.name
    sink = {"K_SINK": platform.broker_url} if bound else {}
    return sink | {
        "SERVICE_URL": platform.service_url,
        "PYTHONPATH": str(root),
        "K_SERVICE": name,
        "K_REVISION": f"{name}-local",
    }


def _for_tests(sources: Sources) -> dict[str, str]:
    """Kill tests set fault points in every function; no chart names them."""
    return {name: sources.given[name] for name in ("FAULT_POINTS",) if name in sources.given}


def _command(service: Service, sources: Sources, python: str) -> tuple[str, ...]:
    container = service.spec.template.spec.containers[0]
    words = (*container.command, *container.args)
    if not words:
        why = "its container has neither command nor args"
        raise ManifestError("Service", service.metadata.name, why)
    program = python if words[0] in {"python", "python3"} else words[0]
    mounted = mounted_paths(service, sources)
    return (program, *(rewrite_paths(word, mounted) for word in words[1:]))


def _min_scale(service: Service) -> int:
    annotations = service.spec.template.metadata.annotations
    return int(annotations.get(_AUTOSCALING + "min-scale", "0"))


def _idle_seconds(annotations: Mapping[str, str]) -> float:
    """A pod goes after a window without requests and the retention of the last one."""
    window = go_seconds(annotations.get(_AUTOSCALING + "window", "60s"))
    retention = annotations.get(_AUTOSCALING + "scale-to-zero-pod-retention-period", "0s")
    return window + go_seconds(retention)


def _bound_to_broker(manifests: Manifests) -> Callable[[Service], bool]:
    subjects = [each.spec.subject for each in manifests.sink_bindings]

    def bound(service: Service) -> bool:
        labels = service.metadata.labels.items()
        return any(
            subject.kind == "Service"
            and (
                subject.name == service.metadata.name
                or (not subject.name and subject.selector.match_labels.items() <= labels)
            )
            for subject in subjects
        )

    return bound
