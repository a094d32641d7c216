"""Every option of the chart: a value for it, and what of the rendered objects it then changes.

The key is the option's path in values.yaml; `defaults.*` holds for `services.*` and `sellers` too.
"""

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


OPTIONS: Final[dict[str, Change]] = {
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
    "gateway.envoy.service.annotations": (
        {"a": "b"},
        lambda o: o["Service", "shop-door"]["metadata"]["annotations"],
        {"a": "b"},
    ),
    "secret.name": (
        "mine",
        cart_env("MONGODB_URI"),
        {"secretKeyRef": {"name": "mine", "key": "MONGODB_URI"}},
    ),
    "secret.revision": ("2", cart_annotation("agent-store/secret-revision"), "2"),
    "secret.create": (False, count("Secret"), 0),
    "secret.values": (
        {"ADMIN_TOKEN": "t"},
        lambda o: o["Secret", "agent-store"]["stringData"]["ADMIN_TOKEN"],
        "t",
    ),
    "s3Bucket": ("bucket", cart_env("S3_BUCKET"), "bucket"),
    "mongodbDatabase": ("shop", cart_env("MONGODB_DATABASE"), "shop"),
    "trialStores.enabled": (False, count("Deployment", "trial"), 0),
    "trialStores.imagePullPolicy": (
        "Never",
        container("Deployment", "shop-trial-redis", "imagePullPolicy"),
        "Never",
    ),
    "indexes.enabled": (False, count("Job", "indexes"), 0),
    "seed.enabled": (False, count("Job", "seed"), 0),
    "seed.demoCatalog": (False, count("ConfigMap", "catalog"), 0),
    "jobs.resources": (BIG, job("seed", "resources"), BIG),
    "deadLetterReplay.enabled": (False, count("CronJob"), 0),
    "logLevel": ("debug", cart_env("LOG_LEVEL"), "debug"),
    "whatsapp.apiBaseUrl": ("https://m", cart_env("WHATSAPP_API_BASE_URL"), "https://m"),
    "limits.messagesPerMinute": (7, cart_env("MESSAGES_PER_MINUTE"), "7"),
    "limits.rateLimitPerMinute": (7, cart_env("RATE_LIMIT_PER_MINUTE"), "7"),
    "wake": (False, cart_env("WAKE"), "false"),
    "defaults.minScale": (2, scaling("min-scale"), "2"),
    "defaults.maxScale": (9, scaling("max-scale"), "9"),
    "defaults.target": (9, scaling("target"), "9"),
    "defaults.containerConcurrency": (9, lambda o: cart(o)["containerConcurrency"], 9),
    "defaults.timeoutSeconds": (200, lambda o: cart(o)["timeoutSeconds"], 200),
    "defaults.retention": (
        "3m",
        lambda o: o["KService", "memory"]["spec"]["template"]["metadata"]["annotations"][
            "autoscaling.knative.dev/scale-to-zero-pod-retention-period"
        ],
        "3m",
    ),
    "defaults.chatPath": (
        True,
        lambda o: o["KService", "memory"]["spec"]["template"]["metadata"]["annotations"][
            "autoscaling.knative.dev/scale-to-zero-pod-retention-period"
        ],
        "10m",
    ),
    "defaults.window": ("6s", scaling("window"), "6s"),
    "defaults.resources": (BIG, container("KService", "cart", "resources"), BIG),
    "defaults.env": ({"X_Y": 1}, cart_env("X_Y"), "1"),
    "defaults.image": ({"tag": "llm"}, contains("functions:llm", cart), True),
    "defaults.serviceAccountAnnotations": (
        {"role": "r"},
        lambda o: o["ServiceAccount", "cart"]["metadata"]["annotations"],
        {"role": "r"},
    ),
    "chatPathRetention": ("2m", scaling("scale-to-zero-pod-retention-period"), "2m"),
    "podDisruptionBudgets.enabled": (False, count("PodDisruptionBudget"), 0),
    "networkPolicies.enabled": (False, count("NetworkPolicy"), 0),
    "networkPolicies.callers": (["x"], contains("['x']", policy("functions", "ingress")), True),
    "networkPolicies.platform": (["x"], contains("['x']", policy("functions", "egress")), True),
    "networkPolicies.visitors": (PEER, lambda o: policy("door", "ingress")(o)[0]["from"], PEER),
    "networkPolicies.stores.to": (PEER, lambda o: policy("functions", "egress")(o)[1]["to"], PEER),
    "networkPolicies.stores.ports": (
        [1],
        lambda o: policy("jobs", "egress")(o)[1]["ports"],
        [{"protocol": "TCP", "port": 1}],
    ),
    "networkPolicies.objects.to": (PEER, lambda o: policy("objects", "egress")(o)[0]["to"], PEER),
    "networkPolicies.objects.ports": (
        [9000],
        lambda o: policy("objects", "egress")(o)[0]["ports"],
        [{"protocol": "TCP", "port": 9000}],
    ),
    "networkPolicies.scrapers": (["prom"], contains("['prom']", policy("door", "ingress")), True),
    "networkPolicies.notInternet": (
        ["10.0.0.0/8"],
        lambda o: policy("internet", "egress")(o)[0]["to"][0]["ipBlock"]["except"],
        ["10.0.0.0/8"],
    ),
    "dashboard.enabled": (False, count("ConfigMap", "dashboard"), 0),
    "dashboard.labels": (
        {"x": "y"},
        lambda o: o["ConfigMap", "shop-dashboard"]["metadata"]["labels"]["x"],
        "y",
    ),
    "alerts.enabled": (False, count("PrometheusRule"), 0),
    "alerts.labels": (
        {"release": "kps"},
        lambda o: o["PrometheusRule", "shop"]["metadata"]["labels"]["release"],
        "kps",
    ),
} | {
    f"trialStores.{store}.{field}": (value, look(f"shop-trial-{store}"), expected)
    for store in ("redis", "mongodb", "s3")
    for field, value, look, expected in (
        ("image", "i:1", lambda name: container("Deployment", name, "image"), "i:1"),
        ("command", ["c"], lambda name: container("Deployment", name, "command"), ["c"]),
        ("args", ["a"], lambda name: container("Deployment", name, "args"), ["a"]),
        (
            "env",
            [{"name": "A", "value": "b"}],
            lambda name: container("Deployment", name, "env"),
            [{"name": "A", "value": "b"}],
        ),
        (
            "port",
            99,
            lambda name: lambda o: o["Service", name]["spec"]["ports"][0]["port"],
            99,
        ),
        (
            "volume",
            {"hostPath": {"path": "/d"}},
            lambda name: lambda o: pod_of(o, "Deployment", name)["volumes"][0],
            {"name": "data", "hostPath": {"path": "/d"}},
        ),
        ("resources", BIG, lambda name: container("Deployment", name, "resources"), BIG),
    )
}
