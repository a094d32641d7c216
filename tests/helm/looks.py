"""Where to look in rendered objects, for the tables of options."""

from collections.abc import Callable
from typing import Any, Final

from tests.helm.chart import Objects, of_kind, pod_of, variables

Change = tuple[Any, Callable[[Objects], Any], Any]
"""A value, where to look, and what must be there with it."""

BIG: Final = {"requests": {"cpu": "1", "memory": "1Gi"}, "limits": {"memory": "2Gi"}}
PEER: Final = [{"ipBlock": {"cidr": "10.1.0.0/16"}}]
DIGEST: Final = "sha256:" + "a" * 64


def cart(objects: Objects) -> dict[str, Any]:
    return pod_of(objects, "KService", "cart")


def cart_env(name: str) -> Callable[[Objects], Any]:
    return lambda objects: variables(cart(objects)).get(name)


def seller_env(name: str) -> Callable[[Objects], Any]:
    return lambda objects: variables(pod_of(objects, "KService", "ai-seller-fashion")).get(name)


def seller_field(field: str) -> Callable[[Objects], Any]:
    return container("KService", "ai-seller-fashion", field)


def intent_env(name: str) -> Callable[[Objects], Any]:
    return lambda objects: variables(pod_of(objects, "KService", "intent")).get(name)


def desk_env(name: str) -> Callable[[Objects], Any]:
    return lambda objects: variables(pod_of(objects, "KService", "escalation")).get(name)


def memory_env(name: str) -> Callable[[Objects], Any]:
    return lambda objects: variables(pod_of(objects, "KService", "memory")).get(name)


def cart_annotation(name: str) -> Callable[[Objects], Any]:
    return lambda objects: objects["KService", "cart"]["spec"]["template"]["metadata"][
        "annotations"
    ].get(name)


def scaling(name: str) -> Callable[[Objects], Any]:
    return cart_annotation(f"autoscaling.knative.dev/{name}")


def container(kind: str, name: str, field: str) -> Callable[[Objects], Any]:
    return lambda objects: pod_of(objects, kind, name)["containers"][0].get(field)


def job(component: str, field: str) -> Callable[[Objects], Any]:
    def look(objects: Objects) -> Any:
        name = next(each for each in of_kind(objects, "Job") if f"-{component}-" in each)
        return pod_of(objects, "Job", name)["containers"][0][field]

    return look


def count(kind: str, part: str = "") -> Callable[[Objects], int]:
    return lambda objects: sum(part in name for name in of_kind(objects, kind))


def route(objects: Objects) -> dict[str, Any]:
    return objects["HTTPRoute", "shop-cart"]["spec"]


def door_config(objects: Objects) -> str:
    return objects["ConfigMap", "shop-door"]["data"]["envoy.yaml"]


def policy(name: str, way: str) -> Callable[[Objects], Any]:
    return lambda objects: objects["NetworkPolicy", f"shop-{name}"]["spec"][way]


def contains(text: str, look: Callable[[Objects], Any]) -> Callable[[Objects], bool]:
    return lambda objects: text in str(look(objects))


def trigger_annotation(name: str) -> Callable[[Objects], Any]:
    def look(objects: Objects) -> Any:
        triggers = of_kind(objects, "Trigger").values()
        return {each["metadata"]["annotations"][name] for each in triggers}

    return look
