"""Loading brand files: what is refused, and with which words."""

import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from shared.brands import (
    BrandFiles,
    BrandFilesError,
    brands_for_phone_number,
    files_in,
    load_brands,
)
from shared.settings import Settings

SHIPPED = Path(__file__).parents[2] / "helm/agent-store/brands"

MINIMAL = """
id: toys
name: Toys
orderPrefix: TO
seller: {name: Tom, voice: playful}
greeting: {en: Hello}
whatsapp: {phoneNumberId: "100000000000001"}
categories:
  - {id: games, name: {en: Games}}
  - {id: board-games, name: {en: Board games}, parent: games}
  - {id: chess, name: {en: Chess}, parent: board-games}
  - {id: dolls, name: {en: Dolls}}
policies:
  returns: {days: 30, text: {en: Thirty days}}
  shipping:
    countries: [US]
    options:
      - id: standard
        name: {en: Standard}
        price: {amountMinor: 500, currency: USD}
        daysMin: 2
        daysMax: 4
    text: {en: We ship}
  payment: {text: {en: By card}}
faq:
  - {slug: returns, topic: returns, question: {en: Returns}, answer: {en: Thirty days}}
businessHours: {timezone: America/New_York}
escalation: {refundLimit: {amountMinor: 10000, currency: USD}}
"""


def write(folder: Path, name: str, changes: Mapping[str, str] | None = None) -> None:
    text = MINIMAL
    for old, new in (changes or {}).items():
        assert old in text
        text = text.replace(old, new)
    (folder / name).write_text(text, encoding="utf-8")


def problems(folder: Path) -> list[str]:
    with pytest.raises(BrandFilesError) as refused:
        load_brands(folder)
    assert str(refused.value) == "\n".join(str(error) for error in refused.value.errors)
    return [str(error) for error in refused.value.errors]


def test_a_brand_is_found_by_its_id(tmp_path: Path) -> None:
    write(tmp_path, "any-name.yaml")

    brands = load_brands(tmp_path)

    assert list(brands) == ["toys"]
    assert brands["toys"].seller.name == "Tom"
    assert brands["toys"].policies.shipping.options[0].price.amount_minor == 500


def test_other_files_in_the_folder_are_left_alone(tmp_path: Path) -> None:
    write(tmp_path, "toys.yaml")
    (tmp_path / "README.md").write_text("not: [a brand", encoding="utf-8")

    assert list(load_brands(tmp_path)) == ["toys"]


def test_a_folder_without_brands_is_refused(tmp_path: Path) -> None:
    assert problems(tmp_path) == ["brands: there is no brand file (*.yaml)"]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"seller:": "selller:"}, "seller: Field required"),
        ({"daysMin: 2": "dayMin: 2"}, "policies.shipping.options.0.daysMin: Field required"),
        ({"orderPrefix: TO": "orderPrefix: toy"}, "orderPrefix: String should match pattern"),
        ({"greeting: {en: Hello}": "greeting: {pt: Oi}"}, "greeting: the English text (en)"),
        ({"answer: {en: Thirty days}": "answer: {en: ''}"}, "faq.returns.answer: the English"),
        ({"parent: games": "parent: game"}, "categories.board-games.parent: 'game' is not above"),
        ({"{id: games,": "{id: games, parent: chess,"}, "categories.games.parent: 'chess' is not"),
        ({"id: dolls": "id: chess"}, "categories: 'chess' is there twice"),
        ({"500, currency: USD": "500, currency: EUR"}, "price: is in EUR, the brand sells in USD"),
    ],
)
def test_a_bad_file_is_refused_with_its_name_and_the_place(
    tmp_path: Path, changes: Mapping[str, str], problem: str
) -> None:
    write(tmp_path, "toys.yaml", changes)

    (said,) = problems(tmp_path)

    assert said.startswith("toys.yaml: ")
    assert problem in said
    assert "\n" not in said


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"id: [toys", "toys.yaml: is not YAML: "),
        (b"\xff\xfe", "toys.yaml: is not YAML: "),
        (b"", "toys.yaml: the file: Input should be"),
        (b"!!python/object/apply:os.getcwd []", "toys.yaml: is not YAML: could not determine"),
    ],
)
def test_a_file_that_is_no_brand_at_all_is_refused(
    tmp_path: Path, content: bytes, problem: str
) -> None:
    (tmp_path / "toys.yaml").write_bytes(content)

    (said,) = problems(tmp_path)

    assert said.startswith(problem)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"orderPrefix: TO": "orderPrefix: TX", "0001": "0002"}, "id 'toys'"),
        ({"id: toys": "id: other", "0001": "0002"}, "orderPrefix 'TO'"),
        (
            {"id: toys": "id: other", "orderPrefix: TO": "orderPrefix: TX"},
            "WhatsApp number '100000000000001'",
        ),
    ],
)
def test_two_brands_never_share_an_id_a_prefix_or_a_number(
    tmp_path: Path, changes: Mapping[str, str], problem: str
) -> None:
    write(tmp_path, "a.yaml")
    write(tmp_path, "b.yaml", changes)

    assert problems(tmp_path) == [f"b.yaml: {problem} is already taken by a.yaml"]


def test_every_bad_file_is_named_in_one_go(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", {"greeting: {en: Hello}": "greeting: {pt: Oi}"})
    write(tmp_path, "b.yaml")
    write(tmp_path, "c.yaml", {"name: Toys": "nam: Toys"})

    said = problems(tmp_path)

    assert [line.split(":")[0] for line in said] == ["a.yaml", "c.yaml"]


def test_a_number_leads_to_its_brand_and_a_strange_one_to_none(tmp_path: Path) -> None:
    more = {'"100000000000001"}': '"100000000000001", morePhoneNumberIds: ["100000000000009"]}'}
    write(tmp_path, "toys.yaml", more)
    brands = load_brands(tmp_path)

    assert brands_for_phone_number(brands, "100000000000001") == (brands["toys"],)
    assert brands_for_phone_number(brands, "100000000000009") == (brands["toys"],)
    assert brands_for_phone_number(brands, "100000000000002") == ()


def test_brands_may_share_a_second_number(tmp_path: Path) -> None:
    shared = 'phoneNumberId: "{}", morePhoneNumberIds: ["100000000000009"]'
    mine = 'phoneNumberId: "100000000000001"'
    write(tmp_path, "a.yaml", {mine: shared.format("100000000000001")})
    other = {"id: toys": "id: other", "orderPrefix: TO": "orderPrefix: TX"}
    write(tmp_path, "b.yaml", {**other, mine: shared.format("100000000000002")})

    brands = load_brands(tmp_path)

    assert brands_for_phone_number(brands, "100000000000009") == (brands["toys"], brands["other"])
    assert brands_for_phone_number(brands, "100000000000002") == (brands["other"],)


def test_a_sixth_brand_is_one_more_file(tmp_path: Path) -> None:
    for path in SHIPPED.glob("*.yaml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    write(tmp_path, "toys.yaml")

    brands = load_brands(tmp_path)

    assert set(brands) == {"fashion", "tech", "home", "beauty", "gaming", "toys"}


def test_the_shipped_brands_load_fast_enough_for_a_cold_start() -> None:
    load_brands(SHIPPED)

    def seconds() -> float:
        started = time.process_time()
        load_brands(SHIPPED)
        return time.process_time() - started

    assert min(seconds() for _ in range(5)) < 0.06


def test_a_brand_that_is_asked_for_by_name_is_read_alone(tmp_path: Path) -> None:
    write(tmp_path, "toys.yaml")
    (tmp_path / "broken.yaml").write_text("id: [")

    brands = BrandFiles(files_in(tmp_path))

    assert brands["toys"].id == "toys"
    with pytest.raises(BrandFilesError, match=r"broken\.yaml"):
        list(brands)


def test_a_brand_is_found_whatever_its_file_is_called(tmp_path: Path) -> None:
    write(tmp_path, "any-name.yaml")

    brands = BrandFiles(files_in(tmp_path))

    assert brands["toys"].id == "toys"
    assert list(brands) == ["toys"]
    assert "any-name" not in brands
    assert brands.get("../toys") is None


def test_brand_files_may_be_variables(tmp_path: Path) -> None:
    environ = {"BRAND_FILE_toys.yaml": MINIMAL, "BRANDS_PATH": str(tmp_path), "BRAND": "toys"}

    found = Settings.from_environ(environ)

    assert found.brand_files == {"toys.yaml": MINIMAL}
    assert list(BrandFiles(found.brand_files)) == ["toys"]
    assert Settings.from_environ({}).brand_files == {}
