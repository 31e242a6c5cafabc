"""The World Bank's workbook on the page: send it, see how far its import is and what it came to."""

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from channels.panel import importing, progress, storage
from channels.panel.progress import Progress, State
from channels.readers.workbooks import LARGEST_FILE
from components.i18n import Words
from components.widgets import state
from components.widgets.theme import main_label, plain
from components.words import imports as import_words

RUNNING, IDLE = "1s", "2s"
"""How often the page looks how far a running import is, and whether somebody has started one elsewhere."""
TIMES = 1_000_000


@dataclass(frozen=True, slots=True)
class Imports:
    """The folder of the panel, and whether the reader may import into it."""

    folder: Path
    may: bool


def section(imports: Imports, words: Words) -> None:
    """How the last import stands, and a field for the next; nothing where a reader could do nothing."""
    now = progress.read(imports.folder)
    runs = now is not None and now.state is State.RUNNING
    if not imports.may and (now is None or now.state in (State.REFUSED, State.BROKEN_OFF)):
        return
    st.subheader(words("import.title"), anchor=False)
    every = RUNNING if runs else IDLE if imports.may else None
    st.fragment(_standing, run_every=every)(imports, _mark(now), words)
    if imports.may and not runs:
        _ask(imports.folder, words)


def _standing(imports: Imports, seen: str, words: Words) -> None:
    """The import as it stands; the whole page anew once it has ended or another has begun."""
    now = progress.read(imports.folder)
    if _mark(now) != seen:
        st.rerun()
    if now is None:
        st.markdown(words("import.none"))
    elif now.state is State.RUNNING:
        st.progress(min(1.0, now.step.share), text=plain(import_words.step(now, words)))
        st.caption(words("import.until_then"))
    elif now.fault is not None:
        st.error(plain(import_words.refusal(now.fault, now.file, words)), icon=":material/block:")
    elif now.result is None:
        st.warning(plain(words("import.broken_off", file=now.file)), icon=":material/warning:")
    else:
        _done(now, imports, words)


def _mark(now: Progress | None) -> str:
    """Another word as soon as an import has begun or ended."""
    return "" if now is None else f"{now.state} {now.file} {now.known}"


def _done(now: Progress, imports: Imports, words: Words) -> None:
    result = now.result
    assert result is not None
    key = "cli.import_known" if now.known else "import.done"
    st.markdown("**" + plain(words(key, file=now.file)) + "**")
    lines = import_words.found(result, words)
    marks, reasons = import_words.marks(result, words), import_words.reasons(result, words)
    lines += [words("import.marks", marks="; ".join(marks))] if marks else []
    lines += [words("import.reasons", reasons="; ".join(reasons))] if reasons else []
    st.markdown("\n".join(f"- {plain(line)}" for line in lines))
    path = storage.quarantine(imports.folder, result)
    if imports.may and reasons and path.is_file():
        st.download_button(
            words("import.set_aside"), path.read_bytes, path.name, "text/csv", key="set_aside",
            on_click="ignore", icon=":material/download:",
        )  # fmt: skip


def _ask(folder: Path, words: Words) -> None:
    st.caption(words("import.how"))
    key = f"workbook.{state.count('workbook_no', 1, TIMES)}"
    sent = st.file_uploader(words("import.file"), type=[name[1:] for name in importing.TABLES], key=key)
    largest = int(st.get_option("server.maxUploadSize"))
    if largest * 2**20 < LARGEST_FILE:
        st.caption(words("import.on_the_terminal", most=words.number(largest)))
    pressed = st.button(main_label(words("import.start")), key="import", disabled=sent is None)
    if not pressed or sent is None:
        return
    fault = importing.begin(sent.name, sent.getbuffer(), folder)
    # Another field: Streamlit forgets the bytes of the one that is gone.
    state.more("workbook_no", TIMES)
    if fault is None:
        st.rerun()
    st.error(plain(import_words.refusal(fault, sent.name, words)), icon=":material/block:")
