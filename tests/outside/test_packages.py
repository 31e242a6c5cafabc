"""What is installed is what was checked: every package by its hashes, under a licence that is allowed."""

import re
from pathlib import Path

import pytest

from tests.support import licences

ROOT = Path(__file__).parents[2]
LISTS = {"requirements.lock": "requirements.txt", "requirements-dev.lock": "requirements-dev.txt"}
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")


@pytest.mark.parametrize("lock", LISTS)
def test_every_package_of_a_lock_has_one_version_and_the_hashes_of_its_files(lock):
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    packages = [n for n, line in enumerate(lines) if licences.NAMED.fullmatch(line)]
    assert len(packages) > 80
    for line in packages:
        assert HASH.fullmatch(lines[line + 1]), lines[line]
    others = [line for n, line in enumerate(lines) if n not in packages and not line.startswith("#")]
    assert all(HASH.fullmatch(line) for line in others), "no address, no option"


@pytest.mark.parametrize(("lock", "wanted"), LISTS.items())
def test_a_lock_holds_what_is_asked_for_by_name(lock, wanted):
    asked = licences.NAMED.findall((ROOT / wanted).read_text(encoding="utf-8"))
    assert len(asked) > 15
    found = licences.locked(lock)
    assert {n: v for n, v, _ in asked if found.get(licences.plain(n)) != v} == {}


def test_what_checks_the_product_checks_it_with_its_own_packages():
    product, checking = (licences.locked(lock) for lock in LISTS)
    assert product.items() <= checking.items()


def test_every_licence_is_known_allowed_and_on_the_list():
    found = dict(licences.installed())
    assert len(found) > 100
    assert {name for name, text in found.items() if text is None or not licences.allowed(text)} == set()
    assert set(licences.rows()) <= set(licences.LIST.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize(
    ("text", "is_allowed"),
    [
        ("MIT", True),
        ("MIT AND PSF-2.0", True),
        ("Artistic-1.0 OR GPL-2.0-or-later", True),
        ("MIT AND AGPL-3.0-only", False),
        ("GPL-3.0-only", False),
        ("not known", False),
    ],
)
def test_a_licence_that_would_bind_the_product_is_found(text, is_allowed):
    assert licences.allowed(text) is is_allowed
