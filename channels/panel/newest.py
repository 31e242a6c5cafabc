"""The World Bank's newest workbook: found in its catalogue, downloaded, and taken in where it is new."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import ValidationError

from channels import files
from channels.dataset.dataset import DatasetError
from channels.dataset.loading import load
from channels.panel import importing, storage
from channels.panel.importing import PanelImport
from channels.panel.progress import ImportStep
from channels.panel.survey_observations import SurveyedQuarter, newest_quarter
from channels.readers import ddh
from channels.readers.ddh import Workbook
from channels.readers.downloading import DownloadLimits, download
from channels.readers.failed import Failed
from channels.records.base import Record
from channels.refresh import fetch_log, hosts
from channels.refresh.fetch_log import LoggedImport
from channels.refresh.last_asked import noted
from channels.refresh.publishing import publish_observations
from channels.refresh.setting import IntakeSetting

RPW = "rpw"
LIMITS = DownloadLimits()
LONGEST = 3_600.0
"""Seconds that a download may hold others up who ask the same host."""
SHARE = 0.5
"""The part of the whole work that the download is counted as."""

Told = Callable[[float], None]
"""Called with the share of the whole that is done, from 0 to 1."""


class Taken(Record):
    """The workbook that was taken in last: by its name, when the catalogue says it was changed, its hash."""

    file: str
    modified: str
    sha256: str


@dataclass(frozen=True, slots=True)
class NewestWorkbook:
    """The newest workbook that there is, and what its import came to; None where it was taken in before.

    `survey`: what of its newest quarter is laid over the data; None where that is known there.
    """

    workbook: Workbook
    done: PanelImport | None = None
    survey: SurveyedQuarter | None = None


def take_newest(
    setting: IntakeSetting, told: Told = lambda _: None, limits: DownloadLimits = LIMITS
) -> NewestWorkbook:
    """Take in the newest workbook, unless it is here.

    Raises `Failed` where it cannot be had, `Unreadable` where it cannot be taken in; the panel is as it was.
    """
    with noted(setting.var, RPW, setting.now):
        workbook = ddh.newest(setting.asked(setting.rpw_url).body, setting.rpw_url)
    panel = setting.var / "panel"
    if _is_here(setting.var, workbook, panel):
        return NewestWorkbook(workbook)
    path = fetch_log.folder(setting.var) / "rpw" / workbook.file
    asked = setting.now()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with noted(setting.var, RPW, setting.now):
            url, digest = _had(setting, workbook, path, told, limits)
        size = path.stat().st_size
        done = importing.import_file("services", path, panel, lambda step: told(_share(step)))
        survey = _laid_over(setting, panel, workbook, url)
        _note(setting, workbook, url, digest, size, asked)
    except OSError:
        raise Failed("not_written", folder=str(setting.var)) from None
    finally:
        path.unlink(missing_ok=True)
    return NewestWorkbook(workbook, done, survey)


def _laid_over(setting: IntakeSetting, panel: Path, workbook: Workbook, url: str) -> SurveyedQuarter | None:
    """The newest quarter's prices of services that the data know, laid over the data; None for none.

    Where the data have faults nothing is laid over them: the panel has the prices. Raises OSError.
    """
    try:
        with setting.publishing() as place:
            data = load(place.folder, place.over)
            found = newest_quarter(
                storage.read(panel), data, file=workbook.file, url=url, today=setting.today()
            )
            if found is None or not found.observations:
                return found
            scratch = fetch_log.folder(setting.var)
            publish_observations(place, found.source, found.name, found.as_csv(), scratch=scratch)
            return found
    except (DatasetError, ValueError):
        return None


def _had(
    setting: IntakeSetting, workbook: Workbook, path: Path, told: Told, limits: DownloadLimits
) -> tuple[str, str]:
    """From which address the file came, and its SHA-256. Raises `Failed`."""
    for url in workbook.urls:
        try:
            with hosts.turn(setting.var, url, longest=LONGEST, now=setting.now):
                return url, download(
                    url, path, contact=setting.contact, limits=limits, now=setting.now,
                    told=lambda there, whole: told(SHARE * there / whole if whole else 0.0),
                )  # fmt: skip
        except Failed:
            if url == workbook.urls[-1]:
                raise
    raise AssertionError("the last address has raised")


def _share(step: ImportStep) -> float:
    return SHARE + (1 - SHARE) * min(1.0, step.share)


def _is_here(var: Path, workbook: Workbook, panel: Path) -> bool:
    """Whether the panel holds what this very file brought."""
    try:
        last = Taken.model_validate_json(files.read(_path(var)) or b"")
        known = storage.read(panel)
    except (ValidationError, OSError, ValueError):
        return False
    result = known.imports.get(last.sha256)
    same = (last.file, last.modified) == (workbook.file, workbook.modified)
    return same and result is not None and known.stands("services", result)


def _note(
    setting: IntakeSetting, workbook: Workbook, url: str, digest: str, size: int, asked: datetime
) -> None:
    """Write down what was taken in. Raises OSError."""
    taken = Taken(file=workbook.file, modified=workbook.modified, sha256=digest)
    logged = LoggedImport.model_validate(
        {"what": RPW, "about": {"file": workbook.file, "modified": workbook.modified}, "url": url,
         "sha256": digest, "size": size, "asked": asked, "answered": setting.now()}
    )  # fmt: skip
    with files.alone(fetch_log.folder(setting.var)):
        files.replace(_path(setting.var), taken.model_dump_json().encode())
        fetch_log.note(setting.var, logged)


def _path(var: Path) -> Path:
    return fetch_log.folder(var) / "rpw.json"
