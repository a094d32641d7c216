"""The parts of each Kubernetes kind that the laptop runs; every other field is the cluster's."""

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel


class Manifest(BaseModel):
    """Immutable, camelCase in YAML, unknown fields ignored."""

    model_config = ConfigDict(frozen=True, alias_generator=to_camel, populate_by_name=True)


class Metadata(Manifest):
    """Name, labels and annotations of any object."""

    name: str = ""
    labels: dict[str, str] = Field(default_factory=dict[str, str])
    annotations: dict[str, str] = Field(default_factory=dict[str, str])


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


class ObjectRef(Manifest):
    """A reference to an object by kind and name."""

    kind: str = "Service"
    name: str


class Destination(Manifest):
    """Where events go: a Service, and a path at it."""

    ref: ObjectRef | None = None
    uri: str = ""


class Delivery(Manifest):
    """Retries and the dead-letter sink."""

    retry: int = 0
    backoff_policy: str = "exponential"
    backoff_delay: str = "PT0.2S"
    timeout: str | None = None
    dead_letter_sink: Destination | None = None


class BrokerSpec(Manifest):
    """Spec of a Broker."""

    delivery: Delivery = Delivery()


class Broker(Manifest):
    """`eventing.knative.dev/v1 Broker`."""

    metadata: Metadata
    spec: BrokerSpec = BrokerSpec()


class TriggerFilter(Manifest):
    """Exact matches; an empty string matches any value of a present attribute."""

    attributes: dict[str, str] = Field(default_factory=dict[str, str])


class TriggerSpec(Manifest):
    """Spec of a Trigger; `filters` and `delivery` are read to refuse them."""

    broker: str
    filter: TriggerFilter = TriggerFilter()
    filters: tuple[object, ...] | None = None
    delivery: object | None = None
    subscriber: Destination


class Trigger(Manifest):
    """`eventing.knative.dev/v1 Trigger`."""

    metadata: Metadata
    spec: TriggerSpec


class LabelSelector(Manifest):
    """Labels that must all be there."""

    match_labels: dict[str, str] = Field(default_factory=dict[str, str])


class Subject(Manifest):
    """What a SinkBinding binds: by name or by labels."""

    kind: str
    name: str = ""
    selector: LabelSelector = LabelSelector()


class SinkBindingSpec(Manifest):
    """Spec of a SinkBinding."""

    subject: Subject
    sink: Destination


class SinkBinding(Manifest):
    """`sources.knative.dev/v1 SinkBinding`."""

    metadata: Metadata
    spec: SinkBindingSpec
