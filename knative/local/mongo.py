"""MongoDB on a laptop: `mongod` on PATH, else mongo-java-server, built once with Maven."""

import hashlib
import shutil
import subprocess
from pathlib import Path

from knative.local.lock import data_lock

_SOURCES = Path(__file__).parent / "mongo"
_TARGET = _SOURCES / "target"
_STAMP = _TARGET / "built-from"
_BUILD_SECONDS = 300.0
# One short-lived JVM on a laptop: quick to start beats quick at its peak.
_JVM = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Xmx512m")


def mongo_command(data: Path, port: int) -> list[str]:
    """The command line of a MongoDB that keeps its files in `data`.

    Builds the Java server when its sources changed since the last build (Maven, once).
    """
    data.mkdir(parents=True, exist_ok=True)
    if mongod := shutil.which("mongod"):
        here = ("--bind_ip", "127.0.0.1", "--port", str(port))
        return [mongod, "--dbpath", str(data), *here, "--nounixsocket", "--quiet"]
    java = shutil.which("java")
    if java is None:
        raise MongoMissingError
    build_java_server()
    classpath = f"{_TARGET / 'classes'}:{_TARGET / 'lib'}/*"
    return [java, *_JVM, "-cp", classpath, "LocalMongo", str(data / "store.mv"), str(port)]


def mongo_flavour() -> str:
    """Which MongoDB `mongo_command` starts: said by the banner and by every benchmark."""
    return "mongod" if shutil.which("mongod") else "mongo-java-server"


def build_java_server() -> None:
    """Compiles the launcher and fetches its jars, unless this version of them is there."""
    sources = (_SOURCES / "pom.xml", _SOURCES / "src" / "LocalMongo.java")
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in sources)).hexdigest()
    if _built_from() == digest:
        return
    with data_lock(_TARGET, wait_seconds=_BUILD_SECONDS):
        if _built_from() != digest:
            _compile()
            _STAMP.write_text(digest)


def _built_from() -> str:
    return _STAMP.read_text() if _STAMP.exists() else ""


def _compile() -> None:
    maven = shutil.which("mvn")
    if maven is None:
        raise MongoMissingError
    print("Fetching the local MongoDB (once, about 6 MB)…", flush=True)
    command = [maven, "--batch-mode", "--quiet", "--file", str(_SOURCES / "pom.xml"), "compile"]
    built = subprocess.run(command, check=False, capture_output=True, text=True)
    if built.returncode != 0:
        raise MongoBuildError((built.stdout + built.stderr)[-2000:])


class MongoMissingError(Exception):
    """No `mongod`, and nothing to run the Java server with."""

    def __init__(self) -> None:
        super().__init__(
            "no MongoDB: install mongod, or Java 17 and Maven, or set MONGODB_URI to one"
        )


class MongoBuildError(Exception):
    """Maven could not build the Java server; carries the end of what it said."""

    def __init__(self, output: str) -> None:
        super().__init__(f"Maven could not build the local MongoDB:\n{output}")
