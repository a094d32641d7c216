"""Write the bill of materials of an image, as CycloneDX JSON, from what is really in it.

    python -m helm.image.sbom dist/functions.tar --out dist/functions.cdx.json

For an image made otherwise: `docker save IMAGE -o image.tar` (Docker 25 or newer), or
`buildah push IMAGE oci-archive:image.tar`, then the same. The same image gives the same bytes.
"""
# The classes of cyclonedx are hidden from type checkers by its own decorator:
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false
# pyright: reportUnknownArgumentType=false, reportUnknownMemberType=false

import argparse
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from uuid import NAMESPACE_OID, uuid5

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.contrib.this.builders import this_component
from cyclonedx.model import (
    ExternalReference,
    ExternalReferenceType,
    HashAlgorithm,
    HashType,
    XsUri,
)
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from helm.image.application import HOME, ROOT
from helm.image.contents import Contents, Package, contents_of
from helm.image.locks import locked_hashes, normal

_OURS = f"{HOME.lstrip('/')}/lib"


def bill(image: Contents, locked: dict[tuple[str, str], list[str]]) -> str:
    """Return the bill of materials as text.

    Raises:
        LookupError: a library of ours is in the image, but not locked.
    """
    bom = Bom(serial_number=uuid5(NAMESPACE_OID, f"sbom:{image.digest}"))
    bom.metadata.timestamp = datetime.fromisoformat(image.created)
    bom.metadata.tools.components.add(this_component())
    root = bom.metadata.component = _image(image)
    for one in image.debian:
        bom.components.add(_debian(one, image.release))
    for one in image.python:
        bom.components.add(_python(one, locked))
    bom.register_dependency(root, bom.components)
    return JsonV1Dot6(bom).output_as_string(indent=2) + "\n"


def _image(image: Contents) -> Component:
    repository, _, tag = image.name.rpartition(":")
    name = repository.rpartition("/")[2] or "image"
    told = {"repository_url": repository, "tag": tag} if repository else {}
    return Component(
        type=ComponentType.CONTAINER,
        name=repository or name,
        version=tag or None,
        bom_ref="image",
        purl=PackageURL("oci", None, name, f"sha256:{image.digest}", told),
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=image.digest)],
    )


def _debian(one: Package, release: str) -> Component:
    told = {"arch": one.architecture, "distro": f"debian-{release}" if release else ""}
    purl = PackageURL("deb", "debian", one.name, one.version, told)
    return _library(one, purl)


def _python(one: Package, locked: dict[tuple[str, str], list[str]]) -> Component:
    name = normal(one.name)
    hashes = locked.get((name, one.version), [])
    if one.folder == _OURS and not hashes:
        raise LookupError(f"{one.name} {one.version} is in the image, but not locked")
    made = _library(one, PackageURL("pypi", None, name, one.version))
    for content in hashes:
        made.external_references.add(
            ExternalReference(
                type=ExternalReferenceType.DISTRIBUTION,
                url=XsUri(str(made.purl)),
                comment="one of the files that the lock allows",
                hashes=[HashType(alg=HashAlgorithm.SHA_256, content=content)],
            )
        )
    return made


def _library(one: Package, purl: PackageURL) -> Component:
    made = Component(
        type=ComponentType.LIBRARY,
        name=one.name,
        version=one.version,
        bom_ref=f"{purl}#{one.folder}",
        purl=purl,
    )
    if one.license:
        made.licenses.add(LicenseFactory().make_from_string(one.license))
    return made


def main() -> None:
    """Write it beside the archive."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    locks = [ROOT / "requirements/runtime.txt"]
    parser.add_argument("--locked", type=Path, nargs="+", default=locks)
    parser.add_argument(
        "--name", help="image name with its tag, where the archive does not tell it"
    )
    given = parser.parse_args()
    image = contents_of(given.archive)
    if given.name:
        image = replace(image, name=given.name)
    locked = locked_hashes(*(lock.read_text() for lock in given.locked))
    given.out.write_text(bill(image, locked))
    print(f"{given.out}: {len(image.debian)} Debian packages, {len(image.python)} Python libraries")


if __name__ == "__main__":
    main()
