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
