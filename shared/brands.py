"""Brand files: the shop's brands from YAML in a folder or in variables, checked as a whole."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path

from pydantic import ValidationError

from shared.models.brand import Brand, Category
from shared.settings import settings


class BrandFileError(ValueError):
    """A brand file can't be used; the shop does not start with it."""

    def __init__(self, file: str, problem: str) -> None:
        self.file = file
        self.problem = problem
        super().__init__(f"{file}: {problem}")


class BrandFilesError(ValueError):
    """One or more brand files can't be used; carries one error for each bad file."""

    def __init__(self, errors: Iterable[BrandFileError]) -> None:
        self.errors = tuple(errors)
        super().__init__("\n".join(map(str, self.errors)))


File = Path | str
"""A brand file, or its text."""


def load_brands(folder: Path) -> dict[str, Brand]:
    """Return the brands of `folder/*.yaml` by id, in order of file name; see `check_brands`."""
    return check_brands(files_in(folder))


def files_in(folder: Path) -> dict[str, File]:
    """Return the brand files of a folder by name; nothing is read yet."""
    return {path.name: path for path in folder.glob("*.yaml")}


def check_brands(files: Mapping[str, File]) -> dict[str, Brand]:
    """Return the brands of all files by id, in order of file name.

    Raises:
        BrandFilesError: files are unreadable, misspelt, incomplete or clash with one another,
            or there is no file; every bad file is named once, with its first problem.
    """
    brands: dict[str, Brand] = {}
    owners: dict[str, str] = {}
    errors: list[BrandFileError] = []
    for name, file in sorted(files.items()):
        try:
            brand = _read(name, file)
            _claim(brand, name, owners)
        except BrandFileError as error:
            errors.append(error)
        else:
            brands[brand.id] = brand
    if not brands and not errors:
        errors.append(BrandFileError("brands", "there is no brand file (*.yaml)"))
    if errors:
        raise BrandFilesError(errors)
    return brands


def brands_for_phone_number(brands: Mapping[str, Brand], phone_number_id: str) -> tuple[Brand, ...]:
    """Return the brands that answer on a WhatsApp number: none if not ours, several if shared."""
    return tuple(brand for brand in brands.values() if phone_number_id in brand.phone_number_ids)


def _read(name: str, file: File) -> Brand:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        text = file if isinstance(file, str) else file.read_text(encoding="utf-8")
        # Both loaders are safe ones; the C one is about ten times as fast.
        data: object = yaml.load(text, Loader=loader)  # noqa: S506
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BrandFileError(name, f"is not YAML: {' '.join(str(error).split())}") from error
    try:
        brand = Brand.model_validate(data)
    except ValidationError as error:
        raise BrandFileError(name, _first_problem(error)) from error
    for problem in _problems(brand):
        raise BrandFileError(name, problem)
    return brand


def _first_problem(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    where = ".".join(str(part) for part in first["loc"]) or "the file"
    return f"{where}: {first['msg']}"


def _claim(brand: Brand, file: str, owners: dict[str, str]) -> None:
    # `morePhoneNumberIds` may be shared: on such a number the words decide (spec section 5).
    claims = (
        f"id {brand.id!r}",
        f"orderPrefix {brand.order_prefix!r}",
        f"WhatsApp number {brand.whatsapp.phone_number_id!r}",
    )
    for claim in claims:
        if claim in owners:
            raise BrandFileError(file, f"{claim} is already taken by {owners[claim]}")
        owners[claim] = file


def _problems(brand: Brand) -> Iterator[str]:
    for where, text in _texts(brand):
        if not text.get("en", "").strip():
            yield f"{where}: the English text (en) is missing"
    ids = [category.id for category in brand.categories]
    for category in brand.categories:
        if ids.count(category.id) > 1:
            yield f"categories: {category.id!r} is there twice"
        elif category.parent is not None and not _parent_is_above(category, brand.categories):
            yield f"categories.{category.id}.parent: {category.parent!r} is not above it"
    for where, currency in _currencies(brand):
        if currency != brand.currency:
            yield f"{where}: is in {currency}, the brand sells in {brand.currency}"
    slugs = [entry.slug for entry in brand.faq]
    yield from (f"faq: {slug!r} is there twice" for slug in slugs if slugs.count(slug) > 1)


def _parent_is_above(category: Category, categories: tuple[Category, ...]) -> bool:
    parents = {each.id: each.parent for each in categories}
    seen = {category.id}
    above = category.parent
    while above is not None:
        if above in seen or above not in parents:
            return False
        seen.add(above)
        above = parents[above]
    return True


def _currencies(brand: Brand) -> Iterator[tuple[str, str]]:
    for option in brand.policies.shipping.options:
        where = f"policies.shipping.options.{option.id}"
        yield f"{where}.price", option.price.currency
        if option.free_from is not None:
            yield f"{where}.freeFrom", option.free_from.currency
    yield "escalation.refundLimit", brand.escalation.refund_limit.currency


def _texts(brand: Brand) -> Iterator[tuple[str, Mapping[str, str]]]:
    policies = brand.policies
    yield "greeting", brand.greeting
    for category in brand.categories:
        yield f"categories.{category.id}.name", category.name
    for option in policies.shipping.options:
        yield f"policies.shipping.options.{option.id}.name", option.name
    yield "policies.returns.text", policies.returns.text
    yield "policies.shipping.text", policies.shipping.text
    yield "policies.payment.text", policies.payment.text
    for entry in brand.faq:
        yield f"faq.{entry.slug}.question", entry.question
        yield f"faq.{entry.slug}.answer", entry.answer


class BrandFiles(Mapping[str, Brand]):
    """The brands of some files by id; one that is asked for by name is read alone.

    Most functions see one brand at a time, and how fast they start must not depend on how many
    brands the shop has. Whatever looks at all brands has them checked as a whole.
    """

    def __init__(self, files: Mapping[str, File]) -> None:
        self._files = files
        self._known: dict[str, Brand] = {}

    def __getitem__(self, brand_id: str) -> Brand:
        """Return a brand; most files are named for theirs, but none needs to be."""
        if brand_id not in self._known:
            name = f"{brand_id}.yaml"
            brand = _read(name, self._files[name]) if name in self._files else None
            self._known[brand_id] = brand if brand and brand.id == brand_id else self._all[brand_id]
        return self._known[brand_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    @cached_property
    def _all(self) -> dict[str, Brand]:
        everything = check_brands(self._files)
        self._known.update(everything)
        return everything


@cache
def brands() -> Mapping[str, Brand]:
    """Return this shop's brands, each read once per process."""
    return BrandFiles(settings().brand_files or files_in(settings().brands_path))
