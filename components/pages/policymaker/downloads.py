"""Downloads for policymakers: the numbers as a workbook, the brief on paper. Made when asked for."""

from functools import partial

import streamlit as st

from channels.export.spreadsheets import as_workbook
from channels.gaps.overview import Study
from components.gaps.brief import brief
from components.gaps.contents import Chosen, file_name, tables
from components.i18n import Words
from components.widgets.downloads import XLSX


def files(study: Study, chosen: Chosen, words: Words) -> None:
    """The brief and the workbook of what the page shows, with the reader's filters and inputs."""
    if not study.gaps:
        return
    st.download_button(
        words("policy.brief"), partial(brief, study, chosen, words), key="brief", mime="application/pdf",
        file_name=file_name("brief", study, words, "pdf"), on_click="ignore",
        icon=":material/picture_as_pdf:", help=words("policy.take_what"),
    )  # fmt: skip
    st.download_button(
        words("policy.workbook"), partial(workbook, study, chosen, words), key="workbook", mime=XLSX,
        file_name=file_name("gaps", study, words, "xlsx"), on_click="ignore",
        icon=":material/table_view:",
    )  # fmt: skip


def workbook(study: Study, chosen: Chosen, words: Words) -> bytes:
    """Every table of the page on a sheet of its own, and a sheet of sources."""
    about = (words("gaps.title"), words("policy.computed_on", day=words.day(study.day)))
    return as_workbook(
        tables(study, chosen, words), study.data.sources, sources_name=words("sources.title").strip(": "),
        about=about,
    )  # fmt: skip
