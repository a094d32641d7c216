"""Options about the image, the Broker and the door."""

from typing import Final

from tests.helm.chart import of_kind
from tests.helm.looks import (
    BIG,
    DIGEST,
    Change,
    cart,
    cart_env,
    container,
    contains,
    count,
    door_config,
    route,
    trigger_annotation,
)

PLATFORM: Final[dict[str, Change]] = {
    "image.repository": (
        "r.example/f",
        container("KService", "cart", "image"),
        "r.example/f:0.1.0",
    ),
    "image.tag": ("9", container("KService", "cart", "image"), "dev.local/agent-store/functions:9"),
    "image.digest": (DIGEST, contains(f"functions@{DIGEST}", cart), True),
    "image.pullPolicy": ("Always", container("KService", "cart", "imagePullPolicy"), "Always"),
    "imagePullSecrets": (
        ["regcred"],
        lambda o: cart(o)["imagePullSecrets"],
        [{"name": "regcred"}],
    ),
    "broker.name": (
        "second",
        lambda o: {each["spec"]["broker"] for each in of_kind(o, "Trigger").values()},
        {"second"},
    ),
    "broker.class": (
        "MTChannelBasedBroker",
        cart_env("K_SINK"),
        "http://broker-ingress.knative-eventing.svc.cluster.local/store/default",
    ),
    "broker.url": ("http://b.example", cart_env("K_SINK"), "http://b.example"),
    "broker.sinkBinding": (
        True,
        lambda o: (count("SinkBinding")(o), cart_env("K_SINK")(o)),
        (1, None),
    ),
    "triggers.resources": (
        BIG,
        trigger_annotation("rabbitmq.eventing.knative.dev/memory-limit"),
        {"2Gi"},
    ),
    "publicUrl": ("https://shop.example", cart_env("PUBLIC_URL"), "https://shop.example"),
    "serviceUrl": ("http://{service}.x", cart_env("SERVICE_URL"), "http://{service}.x"),
    "clusterDomain": (
        "k8s.example",
        cart_env("SERVICE_URL"),
        "http://{service}.store.svc.k8s.example",
    ),
    "gateway.hosts": (["shop.example"], lambda o: route(o)["hostnames"], ["shop.example"]),
    "gateway.backend.name": (
        "local",
        lambda o: route(o)["rules"][0]["backendRefs"][0]["name"],
        "local",
    ),
    "gateway.backend.namespace": ("istio-system", count("ReferenceGrant"), 1),
    "gateway.backend.port": (81, contains("port_value: 81}", door_config), True),
    "gateway.httpRoute.enabled": (False, count("HTTPRoute"), 0),
    "gateway.httpRoute.direct": (
        True,
        lambda o: route(o)["rules"][0]["backendRefs"],
        [{"name": "cart", "port": 80}],
    ),
    "gateway.httpRoute.parentRefs": (
        [{"name": "public", "namespace": "infra", "sectionName": "https"}],
        lambda o: route(o)["parentRefs"],
        [{"name": "public", "namespace": "infra", "sectionName": "https"}],
    ),
    "gateway.httpRoute.timeouts": (
        False,
        lambda o: [rule.get("timeouts") for rule in route(o)["rules"]],
        [None, None],
    ),
    "gateway.httpRoute.referenceGrant": (False, count("ReferenceGrant"), 0),
    "gateway.envoy.enabled": (False, count("Deployment", "door"), 0),
    "gateway.envoy.image": ("e:1", container("Deployment", "shop-door", "image"), "e:1"),
    "gateway.envoy.imagePullPolicy": (
        "Never",
        container("Deployment", "shop-door", "imagePullPolicy"),
        "Never",
    ),
    "gateway.envoy.command": (["e"], container("Deployment", "shop-door", "command"), ["e"]),
    "gateway.envoy.replicas": (
        3,
        lambda o: o["Deployment", "shop-door"]["spec"]["replicas"],
        3,
    ),
    "gateway.envoy.trustedHops": (2, contains("xff_num_trusted_hops: 2", door_config), True),
    "gateway.envoy.logLevel": (
        "debug",
        contains("'debug'", container("Deployment", "shop-door", "args")),
        True,
    ),
    "gateway.envoy.resources": (BIG, container("Deployment", "shop-door", "resources"), BIG),
    "gateway.envoy.service.type": (
        "LoadBalancer",
        lambda o: o["Service", "shop-door"]["spec"]["type"],
        "LoadBalancer",
    ),
    "gateway.envoy.service.port": (
        8080,
        lambda o: o["Service", "shop-door"]["spec"]["ports"][0]["port"],
        8080,
    ),
    "gateway.envoy.service.externalTrafficPolicy": (
        "Local",
        lambda o: o["Service", "shop-door"]["spec"].get("externalTrafficPolicy"),
        "Local",
    ),
    "gateway.envoy.service.annotations": (
        {"a": "b"},
        lambda o: o["Service", "shop-door"]["metadata"]["annotations"],
        {"a": "b"},
    ),
}
