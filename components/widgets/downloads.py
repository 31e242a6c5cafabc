"""What a reader takes along: texts to share, sheets to print, tables. Bytes are made only when asked for."""

from collections.abc import Callable, Sequence
from functools import partial
from os import environ

import streamlit as st

from channels import clock
from channels.compare.comparison import Comparison
from channels.compare.serialise import as_csv, as_json, as_workbook
from channels.dataset.dataset import Dataset
from components.i18n import Words
from components.light.reminder import reminder
from components.paper import sheets
from components.words import links

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def own_address() -> str | None:
    """The page's address: by the setting PULYOLU_ADDRESS, else as the reader's browser knows it."""
    return links.base_address(environ.get("PULYOLU_ADDRESS"), st.context.url)


def share(comparison: Comparison, data: Dataset, words: Words, *, amounts: bool | None) -> None:
    """Short texts to copy: with the link for a messenger, without it for a plain telephone.

    Whether `amounts` stand in them is asked here where it is None.
    """
    with st.expander(words("share.title"), icon=":material/share:"):
        if amounts is None:
            amounts = bool(st.checkbox(words("sender.with_amounts"), key="text_amounts"))
        text = links.message(comparison, data, words, amounts=amounts, address=own_address())
        st.caption(words("share.message"))
        st.code(text, language=None, wrap_lines=True)
        st.caption(words("share.sms"))
        short = links.sms(comparison, data, words, amounts=amounts)
        st.code(short, language=None, wrap_lines=True)


def follow(comparison: Comparison, words: Words) -> None:
    """A weekly reminder for a calendar, and the feed of this amount; nothing of an invented market."""
    transfer, page = comparison.transfer, own_address()
    if transfer.send is None or comparison.invented:
        return
    today = clock.today()
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        st.download_button(
            words("reminder.save"), partial(reminder, transfer, words, page or "/", today, clock.now()),
            key="reminder", mime="text/calendar", on_click="ignore", icon=":material/event_repeat:",
            file_name=links.file_name("reminder", transfer.corridor, today, "ics", invented=False),
        )  # fmt: skip
        st.caption(f"[{words('feed.follow')}]({links.feed_link(transfer, words.language)})", width="content")


def paper(comparison: Comparison, data: Dataset, words: Words) -> None:
    """The sheet, the poster and the tables of what is shown, each as a file."""
    address = own_address()
    corridor, day, invented = comparison.transfer.corridor, comparison.day, comparison.invented

    def one(key: str, kind: str, ending: str, mime: str, make: Callable[[], bytes], *more: str) -> None:
        st.download_button(
            words(f"paper.{key}"), make, key=f"paper.{key}", mime=mime, on_click="ignore",
            file_name=file(kind, ending, more), icon=":material/download:",
        )  # fmt: skip

    def file(kind: str, ending: str, more: Sequence[str]) -> str:
        return links.file_name(kind, corridor, day, ending, invented=invented, more=more)

    with st.expander(words("paper.title"), icon=":material/print:"):
        with st.container(horizontal=True, gap="xsmall"):
            for size in sheets.PAPERS:
                make = partial(sheets.sheet, comparison, data, words, paper=size, address=address)
                one(f"sheet_{size}", "sheet", "pdf", "application/pdf", make, words.language, size)
            make = partial(sheets.poster, corridor, words, day, invented=invented, address=address)
            one("poster", "poster", "pdf", "application/pdf", make, words.language, "a4")
        st.caption(words("paper.with_amounts"))
        with st.container(horizontal=True, gap="xsmall"):
            one("csv", "prices", "csv", "text/csv", partial(csv_bytes, comparison, data))
            one("json", "prices", "json", "application/json", lambda: as_json(comparison).encode())
            one("xlsx", "prices", "xlsx", XLSX, partial(as_workbook, comparison, data.sources))


def csv_bytes(comparison: Comparison, data: Dataset) -> bytes:
    """The table as a spreadsheet opens it with all its letters: UTF-8 with a mark in front."""
    return as_csv(comparison, data.sources).encode("utf-8-sig")
