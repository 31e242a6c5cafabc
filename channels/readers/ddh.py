"""The World Bank's data catalogue: which workbook of prices (RPW) is the newest, and where it lies."""

import json
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from channels.readers.failed import Failed

ADDRESS = "https://ddh-openapi.worldbank.org/datasets/0037898"
"""Remittance Prices Worldwide in the catalogue."""
PUBLISHER = "worldbank.org"
FILE = re.compile(r"rpw_dataset_[A-Za-z0-9_.-]{1,80}\.xlsx")
QUARTER = re.compile(r"(20\d\d)_?q([1-4])", re.I)
RESOURCE = re.compile(r"[A-Za-z0-9]{1,40}")


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook of the catalogue: its file's name, and its addresses.

    `modified`: when the catalogue says that it was changed; empty where it does not say. `urls`: the file's
    own address, then the catalogue's way to the same bytes.
    """

    file: str
    modified: str
    urls: tuple[str, ...]


def newest(body: bytes, catalogue: str = ADDRESS) -> Workbook:
    """The newest workbook in the catalogue's answer, by the last quarter in its file's name.

    A file elsewhere than at the World Bank is passed over; where another address than the bank's plays the
    catalogue, the file lies there too. Raises `Failed`.
    """
    try:
        found = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise Failed("not_a_catalogue") from None
    resources = found.get("resources") if isinstance(found, dict) else None
    modified = found.get("modified_on") if isinstance(found, dict) else None
    if not isinstance(resources, list):
        raise Failed("not_a_catalogue")
    books = [book for book in (_book(one, modified, catalogue) for one in resources) if book is not None]
    if not books:
        raise Failed("no_workbook")
    return max(books, key=lambda book: QUARTER.findall(book.file)[-1:])


def _book(resource: object, modified: object, catalogue: str) -> Workbook | None:
    if not isinstance(resource, dict) or not isinstance(resource.get("url"), str):
        return None
    url = resource["url"].strip()
    file = url.rpartition("/")[2].partition("?")[0]
    if not FILE.fullmatch(file) or not _is_the_banks(url, catalogue):
        return None
    id = resource.get("resource_unique_id")
    again = f"{catalogue.rpartition('/datasets/')[0]}/resources/{id}/download"
    has_id = isinstance(id, str) and RESOURCE.fullmatch(id) and "/datasets/" in catalogue
    stamp = modified if isinstance(modified, str) else ""
    return Workbook(file, stamp[:40], (url, again) if has_id else (url,))


def _is_the_banks(url: str, catalogue: str) -> bool:
    try:
        place, known = urlsplit(url), urlsplit(catalogue)
        host = place.hostname or ""
        if known.hostname and not known.hostname.endswith(f".{PUBLISHER}"):
            return (place.scheme, place.netloc) == (known.scheme, known.netloc)
        return place.scheme == "https" and host.endswith(f".{PUBLISHER}")
    except ValueError:
        return False
