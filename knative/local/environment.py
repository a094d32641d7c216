"""The variables and mounted files of one function, as its manifest asks for them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from knative.local.manifests import ManifestError, Manifests
from knative.local.secret_values import SecretValues
from knative.local.service_kinds import (
    Container,
    EnvFrom,
    EnvVar,
    KeyPath,
    Service,
    Volume,
    VolumeMount,
)

# Variables that `make run` takes from its own environment even where the chart has a literal.
OVERRIDABLE = frozenset(
    {
        *("PUBLIC_URL", "WHATSAPP_API_BASE_URL", "WHATSAPP_APP_SECRET"),
        *("WHATSAPP_VERIFY_TOKEN", "WHATSAPP_ACCESS_TOKEN", "ADMIN_TOKEN"),
        *("AGENT_TOKEN", "AGENT_TOKENS", "EVENT_SIGNING_KEY"),
        *("MONGODB_URI", "REDIS_URL", "S3_ENDPOINT_URL"),
        *("S3_BUCKET", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"),
        *("LOG_LEVEL", "RATE_LIMIT_PER_MINUTE", "MESSAGES_PER_MINUTE", "PAYMENT_SECONDS"),
        *("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "LLM_MODEL", "LLM_FALLBACK_MODELS"),
        *("LLM_API_BASE", "LLM_API_KEY", "LLM_BRAND_DAILY_CENTS", "LLM_BRAND_DAILY_TOKENS"),
        *("LLM_CONVERSATION_DAILY_CENTS", "LLM_CONVERSATION_DAILY_TOKENS"),
        *("JWT_PRIVATE_KEY_PATH", "JWT_PUBLIC_KEY_PATH"),
    }
)


@dataclass(frozen=True)
class Sources:
    """Where values come from.

    Attributes:
        manifests: ConfigMaps and Secrets of the chart.
        secrets: Values of secrets.
        given: Variables that win over the chart's literals: the environment, and the URLs of
            the embedded stores.
        mounts: Folder for mounted files.
    """

    manifests: Manifests
    secrets: SecretValues
    given: Mapping[str, str]
    mounts: Path


def container_environment(service: Service, sources: Sources) -> dict[str, str]:
    """The container's variables; paths into mounted volumes lead to real files here."""
    container = service.spec.template.spec.containers[0]
    variables: dict[str, str] = {}
    for each in container.env_from:
        variables.update(_from_object(service, each, sources))
    for each in container.env:
        value = _value(service, each, sources)
        if value is not None:
            variables[each.name] = value
    for name in variables.keys() & OVERRIDABLE & sources.given.keys():
        variables[name] = sources.given[name]
    mounted = dict(_mounted(service, container, sources))
    return {name: rewrite_paths(value, mounted) for name, value in variables.items()}


def mounted_paths(service: Service, sources: Sources) -> dict[str, str]:
    """For each mount path of the container the path it has on this machine."""
    return dict(_mounted(service, service.spec.template.spec.containers[0], sources))


def rewrite_paths(value: str, mounted: Mapping[str, str]) -> str:
    """`value` with a leading mount path replaced by the real one."""
    for path, real in mounted.items():
        if value == path or value.startswith(path.rstrip("/") + "/"):
            return real + value[len(path.rstrip("/")) :]
    return value


def _value(service: Service, variable: EnvVar, sources: Sources) -> str | None:
    source = variable.value_from
    if source is None:
        return variable.value or ""
    if (ref := source.config_map_key_ref) is not None:
        config_map = sources.manifests.config_maps.get(ref.name)
        value = config_map.data.get(ref.key) if config_map else None
    elif (ref := source.secret_key_ref) is not None:
        value = sources.secrets.find(ref.key, _in_chart(ref.name, sources).get(ref.key, ""))
    else:
        raise ManifestError("Service", service.metadata.name, f"{variable.name}: unknown source")
    if value is None and not ref.optional:
        why = f"needs {ref.key} of {ref.name}: set {ref.key} in the environment"
        raise ManifestError("Service", service.metadata.name, why)
    return value


def _from_object(service: Service, each: EnvFrom, sources: Sources) -> dict[str, str]:
    if (ref := each.config_map_ref) is not None:
        config_map = sources.manifests.config_maps.get(ref.name)
        found = None if config_map is None else dict(config_map.data)
    elif (ref := each.secret_ref) is not None:
        in_chart = _in_chart(ref.name, sources)
        known = {key: sources.secrets.find(key, value) for key, value in in_chart.items()}
        found = {key: value for key, value in known.items() if value}
    else:
        return {}
    if found is None and not ref.optional:
        raise ManifestError("Service", service.metadata.name, f"there is no ConfigMap {ref.name}")
    return {each.prefix + key: value for key, value in (found or {}).items()}


def _in_chart(secret: str, sources: Sources) -> dict[str, str]:
    found = sources.manifests.secrets.get(secret)
    return found.values() if found else {}


def _mounted(service: Service, container: Container, sources: Sources) -> Iterator[tuple[str, str]]:
    volumes = {each.name: each for each in service.spec.template.spec.volumes}
    for mount in container.volume_mounts:
        volume = volumes.get(mount.name)
        if volume is None:
            raise ManifestError("Service", service.metadata.name, f"no volume {mount.name}")
        yield mount.mount_path, str(_materialise(service, volume, mount, sources))


def _materialise(service: Service, volume: Volume, mount: VolumeMount, sources: Sources) -> Path:
    name, files, mode = _content(service, volume, sources)
    folder = sources.mounts / name
    folder.mkdir(parents=True, exist_ok=True)
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists() or file.read_text() != text:
            file.touch(mode=mode)
            file.write_text(text)
    return folder / mount.sub_path if mount.sub_path else folder


def _content(service: Service, volume: Volume, sources: Sources) -> tuple[str, dict[str, str], int]:
    if volume.config_map is not None:
        config_map = sources.manifests.config_maps.get(volume.config_map.name)
        if config_map is None:
            why = f"there is no ConfigMap {volume.config_map.name}"
            raise ManifestError("Service", service.metadata.name, why)
        return (
            f"configmap-{volume.config_map.name}",
            _files(config_map.data, volume.config_map.items),
            0o644,
        )
    if volume.secret is not None:
        keys = {*_in_chart(volume.secret.secret_name, sources)}
        keys |= {item.key for item in volume.secret.items}
        values = sources.secrets.all_of(keys)
        return (
            f"secret-{volume.secret.secret_name}",
            _files(values, volume.secret.items),
            0o600,
        )
    if volume.empty_dir is not None:
        return f"empty-{service.metadata.name}-{volume.name}", {}, 0o644
    raise ManifestError(
        "Service", service.metadata.name, f"volume {volume.name} is of another kind"
    )


def _files(data: Mapping[str, str], items: tuple[KeyPath, ...]) -> dict[str, str]:
    if not items:
        return dict(data)
    return {item.path: data[item.key] for item in items if item.key in data}
