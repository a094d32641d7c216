"""Knative Services, as far as the laptop reads them."""

from knative.local.kinds import Manifest, Metadata


class KeyRef(Manifest):
    """One key of a Secret or ConfigMap."""

    name: str = ""
    key: str
    optional: bool = False


class ValueFrom(Manifest):
    """Where a variable's value comes from."""

    secret_key_ref: KeyRef | None = None
    config_map_key_ref: KeyRef | None = None


class EnvVar(Manifest):
    """One environment variable of a container."""

    name: str
    value: str | None = None
    value_from: ValueFrom | None = None


class NameRef(Manifest):
    """A Secret or ConfigMap as a whole."""

    name: str
    optional: bool = False


class EnvFrom(Manifest):
    """Variables from all keys of an object."""

    config_map_ref: NameRef | None = None
    secret_ref: NameRef | None = None
    prefix: str = ""


class KeyPath(Manifest):
    """Which key becomes which file."""

    key: str
    path: str


class ConfigMapVolume(Manifest):
    """A volume with a ConfigMap's keys as files."""

    name: str
    items: tuple[KeyPath, ...] = ()


class SecretVolume(Manifest):
    """A volume with a Secret's keys as files."""

    secret_name: str
    items: tuple[KeyPath, ...] = ()
    optional: bool = False


class Volume(Manifest):
    """A named volume; other kinds than these two are refused when mounted."""

    name: str
    config_map: ConfigMapVolume | None = None
    secret: SecretVolume | None = None
    empty_dir: dict[str, str] | None = None


class VolumeMount(Manifest):
    """Where a container sees a volume."""

    name: str
    mount_path: str
    sub_path: str = ""


class Container(Manifest):
    """What runs."""

    command: tuple[str, ...] = ()
    args: tuple[str, ...] = ()
    env: tuple[EnvVar, ...] = ()
    env_from: tuple[EnvFrom, ...] = ()
    volume_mounts: tuple[VolumeMount, ...] = ()


class RevisionSpec(Manifest):
    """Knative's pod spec with its two limits."""

    containers: tuple[Container, ...]
    volumes: tuple[Volume, ...] = ()
    container_concurrency: int = 0
    timeout_seconds: int = 300


class RevisionTemplate(Manifest):
    """Template of the revisions of a Service."""

    metadata: Metadata = Metadata()
    spec: RevisionSpec


class ServiceSpec(Manifest):
    """Spec of a Knative Service."""

    template: RevisionTemplate


class Service(Manifest):
    """`serving.knative.dev/v1 Service`."""

    metadata: Metadata
    spec: ServiceSpec
