"""Follow-up questions, on the page only when the reader asks for them."""

from collections.abc import Callable

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from channels.compare.amount_curves import side_by_side
from channels.compare.comparison import Comparison
from channels.compare.door_to_door import Visit
from channels.compare.follow_ups import Wanted, more
from channels.compare.split_transfers import BY_SIZE, USUAL_PARTS
from channels.compare.yearly_cost import RHYTHMS
from channels.dataset.dataset import Dataset
from channels.terms import Benchmark
from components.charts import tables
from components.i18n import Words
from components.widgets import choices, inputs
from components.widgets.citations import sources
from components.widgets.theme import plain
from components.words import follow_ups as follow_up_words

QUESTIONS = ("parts", "year", "door", "second", "steady")
USUAL_RHYTHM = "month"


def further(
    comparison: Comparison, data: Dataset, words: Words, *, switch: DeltaGenerator | None = None
) -> None:
    """A switch; behind it a choice of five questions, and the answer to the one chosen.

    `switch` is where the switch stands, None = here.
    """
    sized = any(refusal.reason in BY_SIZE for refusal in comparison.not_offered)
    if not (sized or side_by_side(comparison)):
        return
    with switch or st.container():
        asked_more = choices.switch(words("more.show"), "more")
    if not asked_more:
        return
    chosen = choices.choose(
        words("more.choose"), "about", QUESTIONS, lambda code: words(f"more.{code}"),
        default=QUESTIONS[0], widget=st.pills, required=True, label_visibility="collapsed",
    )  # fmt: skip
    asked: dict[str, Callable[[], Wanted]] = {
        "parts": lambda: Wanted(parts=USUAL_PARTS),
        "year": lambda: Wanted(times=_times(words)),
        "door": lambda: Wanted(visit=_visit(comparison, words)),
        "second": lambda: Wanted(benchmark=Benchmark.ECB),
        "steady": lambda: Wanted(off=True),
    }
    wanted = asked[chosen]()
    if not wanted:
        st.markdown(plain(words("door.ask")))
        return
    found = more(data, comparison, wanted)
    for finding in follow_up_words.findings(found, data, words):
        _show(finding, data, words)


def _times(words: Words) -> int:
    """How many times a year, by the rhythm that the reader chooses."""
    rhythm = choices.choose(
        words("year.often"), "often", list(RHYTHMS), lambda code: words(f"year.rhythm_{code}"),
        default=USUAL_RHYTHM, width=220,
    )  # fmt: skip
    return RHYTHMS[rhythm]


def _visit(comparison: Comparison, words: Words) -> Visit | None:
    """What one visit takes; None until the reader has typed any of it."""
    st.caption(words("door.how"))
    roads, transfer = side_by_side(comparison), comparison.transfer
    return inputs.visit(
        words, roads[0].currency if roads else transfer.corridor.receives or transfer.currency
    )


def _show(finding: follow_up_words.Finding, data: Dataset, words: Words) -> None:
    """The finding first, the table, what stands behind it, the remarks, the sources."""
    st.markdown("**" + plain(finding.title) + "**")
    if finding.rows:
        st.table(tables.named(finding.rows), alt=finding.title)
    if finding.said:
        mark = "- " if len(finding.said) > 1 else ""
        st.markdown("\n".join(mark + plain(line) for line in finding.said))
    if finding.notes:
        st.caption(plain(" ".join(finding.notes)))
    sources([data.sources[name] for name in finding.sources if name in data.sources], words)
