"""The steward's first part: what to collect now, what the grid holds, which requirements are met."""

from collections.abc import Sequence

import streamlit as st

from channels.collect.grid import Cell, covered, grid, next_to_collect
from channels.collect.rounds import stages
from channels.dataset.dataset import Dataset
from channels.gaps.requirements import requirements
from channels.records.entries import Kept
from channels.store import observations as store
from channels.terms import Stage
from components.charts.tables import named
from components.i18n import Words
from components.pages.steward import discussions, official_rates, providers
from components.pages.steward.desk import Desk
from components.widgets import choices, state
from components.widgets.theme import plain
from components.words import entries as entry_words
from components.words import gaps as gap_words

EVERY = "every"
OPEN, FEW = 3, 8
"""Corridors whose cells stand open, and rows of coverage: the rest is one tap away."""


def part(desk: Desk, known: Sequence[Kept], words: Words) -> None:
    """What waits for somebody, then every cell of the grid, and what that comes to."""
    every = grid(desk.data, known, desk.today)
    ways = list(dict.fromkeys(cell.corridor for cell in every))
    only = choices.choose(
        words("steward.corridor"), "only", [EVERY, *ways],
        lambda code: words("steward.every_way") if code == EVERY else entry_words.way(code, words),
        default=EVERY, width=330,
    )  # fmt: skip
    cells = [cell for cell in every if only in (EVERY, cell.corridor)]
    told = [kept for kept in store.leads(desk.engine) if only in (EVERY, kept.lead.corridor)]
    with st.container(horizontal=True, gap="medium"):
        if told:
            _link_to("leads", words.count("steward.leads_wait", len(told)), ":material/mail:")
        if only == EVERY:
            _under_way(desk, known, words)
            providers.link(desk, words)
    st.subheader(words("steward.next"), anchor=False)
    wanted = next_to_collect(cells, desk.today)
    if not wanted:
        st.info(words("steward.nothing_to_collect"), icon=":material/check:")
    for number, service in enumerate(wanted):
        _wanted(number, service, desk.data, words)
    _grid(cells, desk.data, words)
    _coverage(cells, words)
    if only == EVERY:
        _requirements(desk, words)


def _link_to(part: str, label: str, icon: str) -> None:
    st.button(
        label, key=f"{part}_wait", icon=icon, type="tertiary", on_click=state.turn, kwargs={"desk": part}
    )


def _under_way(desk: Desk, known: Sequence[Kept], words: Words) -> None:
    """What others have handed in or confirmed, with the way to it."""
    come = stages(known)
    waiting = len(come[Stage.ENTERED]) + len(discussions.waiting(desk)) + len(official_rates.waiting(desk))
    if waiting:
        _link_to("check", words.count("steward.check_waits", waiting), ":material/rule:")
    if come[Stage.CONFIRMED]:
        ready = len(come[Stage.CONFIRMED])
        _link_to("publish", words.count("steward.publish_waits", ready), ":material/publish:")


def _wanted(number: int, service: Sequence[Cell], data: Dataset, words: Words) -> None:
    """A service to collect now, with the way to its form."""
    first = service[0]
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        with st.container(width="stretch", gap=None):
            st.markdown(f"**{plain(entry_words.road(first.provider, first.service, data, words))}**")
            st.caption(plain(_wanted_line(service, words)))
        st.button(
            words("steward.enter_this"), key=f"next{number}", on_click=state.turn,
            kwargs={"desk": "enter", "way": first.corridor, "road": first.road},
        )  # fmt: skip


def _wanted_line(service: Sequence[Cell], words: Words) -> str:
    first = service[0]
    states = dict.fromkeys(entry_words.cell_state(cell, words) for cell in service)
    parts = [
        entry_words.way(first.corridor, words),
        words.listed([entry_words.cell_amount(cell, words) for cell in service]), *states,
    ]  # fmt: skip
    if first.due is not None:
        parts.append(words("steward.due", day=words.day(first.due)))
    if first.hides is not None:
        parts.append(words("steward.hides_this", percent=words.percent(first.hides)))
    return " · ".join(parts)


def _grid(cells: Sequence[Cell], data: Dataset, words: Words) -> None:
    """Corridor by corridor: a row a service, a column an amount, each cell in words and in colour."""
    st.subheader(words("steward.grid"), anchor=False)
    ways: dict[str, list[Cell]] = {}
    for cell in cells:
        ways.setdefault(cell.corridor, []).append(cell)
    shown = list(ways)
    for corridor in shown[:OPEN]:
        _way_grid(corridor, ways[corridor], data, words)
    if shown[OPEN:]:
        with st.expander(words.count("evidence.rest", len(shown) - OPEN), icon=":material/expand_more:"):
            for corridor in shown[OPEN:]:
                _way_grid(corridor, ways[corridor], data, words)


def _way_grid(corridor: str, cells: Sequence[Cell], data: Dataset, words: Words) -> None:
    services: dict[str, dict[str, str]] = {}
    for cell in sorted(cells, key=lambda cell: (cell.road, cell.dollars)):
        row = services.setdefault(cell.road, {})
        row[words("steward.service")] = plain(entry_words.road(cell.provider, cell.service, data, words))
        row[entry_words.cell_amount(cell, words)] = entry_words.mark(cell, words)
    with st.container(gap="xsmall"):
        hides = cells[0].hides
        head = f"**{plain(entry_words.way(corridor, words))}**"
        if hides is not None:
            head += " · " + plain(words("steward.hides_this", percent=words.percent(hides)))
        st.markdown(head)
        st.table(named(list(services.values())))


def _coverage(cells: Sequence[Cell], words: Words) -> None:
    st.subheader(words("steward.coverage"), anchor=False)
    st.markdown(words("steward.coverage_how"))
    rows = [
        {
            words("steward.corridor"): plain(entry_words.way(row.corridor, words)),
            words("steward.covered_head"): words("steward.of", done=row.done, of=row.of),
            words("steward.market"): words("steward.not_known" if row.done else "steward.none_covered"),
        }
        for row in covered(cells)
    ]
    if not rows:
        st.info(words("steward.no_road"))
        return
    st.table(named(rows[:FEW]))
    if rows[FEW:]:
        with st.expander(words.count("evidence.rest", len(rows) - FEW), icon=":material/expand_more:"):
            st.table(named(rows[FEW:]))


def _requirements(desk: Desk, words: Words) -> None:
    """The twelve, tested on what readers see: what is not published yet does not count."""
    tested = requirements(desk.data, desk.today)
    st.subheader(words("steward.requirements"), anchor=False)
    met = sum(one.met is True for one in tested)
    st.markdown(plain(words("gap.requirements", value=words.number(met))))
    icons = {True: ":material/check:", False: ":material/close:", None: ":material/help:"}
    said = [f"{icons[one.met]} {one.number}. {plain(gap_words.requirement(one, words))}" for one in tested]
    st.markdown("  \n".join(said))
