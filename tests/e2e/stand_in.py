"""A module of the stand-ins' image as a server in the cluster."""

from tests.e2e.images import STANDINS
from tests.e2e.kubectl import NAMESPACE, Json

PORT = 8080


def stand_in(name: str, module: str) -> list[Json]:
    """Return the Deployment and the Service of a module that serves on `PORT`."""
    labels = {"app": name}
    container = {
        "name": name,
        "image": STANDINS,
        "imagePullPolicy": "IfNotPresent",
        "command": ["python3", "-m", module],
        "readinessProbe": {"tcpSocket": {"port": PORT}, "periodSeconds": 1},
        "resources": {"requests": {"cpu": "10m", "memory": "32Mi"}},
    }
    pod = {"automountServiceAccountToken": False, "containers": [container]}
    return [
        {
            "apiVersion": "apps/v1",
            "kind": "Deployment",
            "metadata": {"name": name, "namespace": NAMESPACE},
            "spec": {
                "selector": {"matchLabels": labels},
                "template": {"metadata": {"labels": labels}, "spec": pod},
            },
        },
        {
            "apiVersion": "v1",
            "kind": "Service",
            "metadata": {"name": name, "namespace": NAMESPACE},
            "spec": {"selector": labels, "ports": [{"port": 80, "targetPort": PORT}]},
        },
    ]
