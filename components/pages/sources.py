"""The page of sources and method: sources, what works, how figures are computed, what nobody knows."""

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st

from channels.dataset.dataset import Dataset
from channels.dataset.provenance import SourcedFigure, age, figures
from channels.dataset.unknowns import Stated, standings, unknowns
from channels.export.data_package import as_package, file_name
from channels.pricing.fx import ECB_SOURCE
from channels.records.definitions import TOPICS
from channels.terms import Status
from components.i18n import Words
from components.widgets import choices, citations, state
from components.widgets.theme import plain, symbol
from components.words import last_asked as asked_words
from components.words import sources as source_words
from components.words.last_asked import AskedByItself

PARTS = ("sources", "status", "conflicts", "method", "unknown", "data", "others")
"""What this page keeps in the address, and leaves there when the reader goes back."""
FIRST = 20
ANY = "all"


def page(
    data: Dataset, words: Words, today: date, *, facts: Dataset, asked: AskedByItself | None = None
) -> None:
    """One part at a time. `facts` has the definitions, which hold whatever market is shown.

    `asked`: whom the program asks by itself; None where it asks nobody for what is shown.
    """
    st.title(words("evidence.title"), anchor=False)
    st.markdown(words("evidence.what"))
    part = _pick("part", PARTS, words("evidence.part"), lambda code: words(f"evidence.part_{code}"))
    if part == "sources":
        if asked is not None:
            _asked(asked, words)
        _sources(data, words, today)
    elif part == "status":
        _statuses(data, words, today)
    elif part == "conflicts":
        _conflicts(data, words)
    elif part == "method":
        _method(facts, words)
    elif part == "unknown":
        lines = source_words.unknown_lines(unknowns(data, today), words, invented=data.invented)
        st.markdown("\n".join(f"- {plain(line)}" for line in lines))
    elif part == "data":
        _download(data, words)
    else:
        _others(facts, words)


def _pick(key: str, options: Sequence[str], label: str, wording: Callable[[str], str]) -> str:
    return choices.choose(
        label, key, options, wording, default=options[0], widget=st.pills, required=True,
        label_visibility="collapsed",
    )  # fmt: skip


def _filters(data: Dataset, countries: frozenset[str], words: Words) -> tuple[str | None, str | None]:
    """The provider and the country that the reader wants to see; None for all."""
    names = {p.id: p.name.text_in(words.language) for p in data.tables.providers}
    lands = {code: words.country(code) for code in countries}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"):
        provider = choices.choose(
            words("evidence.provider"),
            "provider",
            [ANY, *sorted(names, key=lambda name: words.sort_key(names[name]))],
            lambda code: names.get(code, words("evidence.provider_all")),
            default=ANY,
            width=165,
        )
        country = choices.choose(
            words("evidence.country"),
            "country",
            [ANY, *sorted(lands, key=lambda code: words.sort_key(lands[code]))],
            lambda code: lands.get(code, words("evidence.country_all")),
            default=ANY,
            width=165,
        )
    return None if provider == ANY else provider, None if country == ANY else country


def _cut(length: int, key: str) -> int:
    """How many of a long list are shown."""
    return FIRST if state.count(f"{key}_all", 1, 2) == 1 else length


def _rest(length: int, shown: int, key: str, words: Words) -> None:
    """The rest of a long list, one tap away."""
    if length > shown:
        st.button(
            words.count("evidence.rest", length - shown), key=f"{key}_rest", icon=":material/expand_more:",
            on_click=state.more, args=(f"{key}_all", 2),
        )  # fmt: skip


def _asked(asked: AskedByItself, words: Words) -> None:
    """Who was asked by the program itself and when, one tap away."""
    with st.expander(words("refresh.by_itself"), type="compact"):
        st.markdown("\n".join(f"- {plain(line)}" for line in asked_words.lines(asked, words)))


def _sources(data: Dataset, words: Words, today: date) -> None:
    found = figures(data.tables)
    everywhere = frozenset(code for figure in found for code in figure.countries)
    provider, country = _filters(data, everywhere, words)
    resting: dict[str, list[SourcedFigure]] = {}
    for figure in found:
        if provider in (None, figure.provider) and (country is None or country in figure.countries):
            resting.setdefault(figure.source, []).append(figure)
    whole = provider is None and country is None
    shown = [source for source in data.tables.sources if source.id in resting or whole]
    st.markdown("**" + words.count("evidence.found", len(shown)) + "**")
    if not shown:
        st.caption(words("evidence.none"))
    cut = _cut(len(shown), "sources")
    for source in shown[:cut]:
        lines = resting.get(source.id, [])
        seen, grade = age(source, [f for f in found if f.source == source.id], today)
        with st.container(border=True, gap="xsmall"):
            st.markdown(citations.source_link(source, words))
            line = source_words.source_line(source, seen, grade, today, words)
            st.caption(plain(words("unknown.invented") if data.invented else line))
            if source.copy_by is not None:
                st.markdown(citations.copy_line(source, words))
            if source.licence != "not stated":
                st.caption(plain(words("evidence.licence_of_text", licence=source.licence)))
            if lines:
                _figures(source.id, lines, data, words)
            elif source.id == ECB_SOURCE:
                st.caption(words("evidence.by_program"))
    _rest(len(shown), cut, "sources", words)


def _figures(name: str, found: Sequence[SourcedFigure], data: Dataset, words: Words) -> None:
    cut = _cut(len(found), name)
    with st.expander(words.count("evidence.figures", len(found)), type="compact"):
        lines = dict.fromkeys(plain(source_words.figure_line(figure, data, words)) for figure in found[:cut])
        st.markdown("\n".join(f"- {line}" for line in lines))
        _rest(len(found), cut, name, words)


def _statuses(data: Dataset, words: Words, today: date) -> None:
    found = standings(data, today)
    provider, country = _filters(data, frozenset(c for one in found for c in one.countries), words)
    shown = [
        one
        for one in found
        if provider in (None, one.provider.id) and (country is None or country in one.countries)
    ]
    if not shown:
        st.caption(words("evidence.none"))
    cut = _cut(len(shown), "status")
    for one in shown[:cut]:
        _status(one, data, words)
    _rest(len(shown), cut, "status", words)


def _status(one: Stated, data: Dataset, words: Words) -> None:
    with st.container(border=True, gap="xsmall"):
        name = plain(source_words.stated_name(one, data, words))
        st.markdown(f"{symbol(one.provider.channel)} **{name}**")
        works = one.on_day.state is Status.OPERATING
        doubtful = one.on_day.state is Status.NOT_CONFIRMED
        st.badge(
            words(f"status.{one.on_day.state}"), color="green" if works else "orange" if doubtful else "gray"
        )
        standing = one.on_day.standing
        if standing is None:
            return
        day = words("evidence.dated", day=words.day(standing.day))
        note = "" if standing.note is None else " · " + standing.note.text_in(words.language)
        st.caption(plain(day + note))
        _cited(standing.source, data, words)


def _cited(name: str, data: Dataset, words: Words) -> None:
    """A source with its link, in full ink: Streamlit's captions are too pale for a link."""
    st.markdown(words("sources.title") + " " + citations.source_link(data.sources[name], words))


def _conflicts(data: Dataset, words: Words) -> None:
    if not data.tables.conflicts:
        st.markdown(words("evidence.no_conflict"))
    for conflict in data.tables.conflicts:
        with st.container(border=True, gap="xsmall"):
            st.markdown("**" + plain(conflict.title.text_in(words.language)) + "**")
            for side in conflict.sides:
                day = words("evidence.undated") if side.day is None else words.day(side.day)
                st.markdown(f"- {plain(side.says.text_in(words.language))} ({plain(day)})")
                _cited(side.source, data, words)
            st.markdown(plain(words("evidence.shown", text=conflict.shown.text_in(words.language))))


def _method(facts: Dataset, words: Words) -> None:
    topic = _pick("topic", TOPICS, words("method.topic"), lambda code: words(f"method.topic_{code}"))
    examples = {example.definition: example for example in reversed(facts.tables.examples)}
    for definition in facts.tables.definitions:
        if definition.topic != topic:
            continue
        example = examples[definition.id]
        with st.container(border=True, gap="xsmall"):
            st.markdown("**" + plain(definition.title.text_in(words.language)) + "**")
            st.markdown(plain(definition.text.text_in(words.language)))
            said = plain(source_words.worked(definition, example, words))
            st.markdown(f"*{words('method.example')}:* {said}")
            with st.expander(words("method.file"), type="compact"):
                given, expected = example.lines()
                st.caption(plain(example.name))
                for label, lines in (("method.given", given), ("method.expected", expected)):
                    st.caption(words(label))
                    st.code("\n".join(lines), language=None, wrap_lines=True)


def _others(facts: Dataset, words: Words) -> None:
    """The comparisons of others: the World Bank asks for links to those that it approved."""
    st.markdown(words("others.what"))
    for database in facts.tables.databases:
        with st.container(border=True, gap="xsmall"):
            st.markdown(f"[**{plain(database.name)}**]({database.url})")
            st.markdown(plain(database.text.text_in(words.language)))
            if database.approved:
                st.badge(words("others.approved"), icon=":material/check:", color="green")
            _cited(database.source, facts, words)


def _download(data: Dataset, words: Words) -> None:
    st.markdown(plain(words("package.what", file="datapackage.json")))
    st.download_button(
        words("package.download"),
        lambda: as_package(data),
        file_name=file_name(data),
        mime="application/zip",
        on_click="ignore",
        icon=":material/download:",
        key="package",
    )
