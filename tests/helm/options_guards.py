"""Options about staying up, networks and watching."""

from typing import Final

from tests.helm.looks import PEER, Change, contains, count, policy, scaling

GUARDS: Final[dict[str, Change]] = {
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
        {"team": "shop"},
        lambda o: o["ConfigMap", "shop-dashboard"]["metadata"]["labels"]["team"],
        "shop",
    ),
    "alerts.enabled": (False, count("PrometheusRule"), 0),
    "alerts.labels": (
        {"release": "kps"},
        lambda o: o["PrometheusRule", "shop"]["metadata"]["labels"]["release"],
        "kps",
    ),
}
