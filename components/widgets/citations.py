"""Sources under what rests on them, and the rules of law, each with its source."""

from collections.abc import Sequence

import streamlit as st

from channels.dataset.dataset import Dataset
from channels.records.base import Source
from channels.records.policy import Rule
from components.i18n import Words
from components.widgets.theme import plain
from components.words import offers as offer_words


def source_link(source: Source, words: Words) -> str:
    """A source in one line of Markdown, linked where it has an address."""
    line = plain(offer_words.source_line(source, words))
    return line if source.address is None else f"[{line}]({_closed(source.address)})"


def publisher_link(source: Source, words: Words) -> str:
    """Who says so, in the reader's language, linked where there is an address: for little room."""
    name = plain(source.publisher_in(words.language))
    return name if source.address is None else f"[{name}]({_closed(source.address)})"


def _closed(url: str) -> str:
    """An address whose brackets do not end a link of Markdown."""
    return url.replace("(", "%28").replace(")", "%29")


def copy_line(source: Source, words: Words) -> str:
    """Whose copy of a source was read, with a link to it where its address is known."""
    said = plain(words("evidence.copy_by", keeper=source.copy_by))
    return said if source.copy_url is None else f"[{said}]({_closed(source.copy_url)})"


def sources(found: Sequence[Source], words: Words) -> None:
    """Sources with their links, in one paragraph."""
    if found:
        links = " · ".join(source_link(source, words) for source in found)
        st.caption(words("sources.title") + " " + links)


def rules(data: Dataset, words: Words) -> None:
    """The rules that touch a family, each with its source and day."""
    if not any(rule.topic in ("border", "sending", "receiving") for rule in data.tables.rules):
        return
    with st.expander(words("rules.title"), icon=":material/gavel:"):
        rules_of(data, words, ("safety", "receiving", "sending", "border", "law_more"))


def law(data: Dataset, words: Words) -> None:
    """The law on carrying other people's money for a price, always in view where such roads are shown."""
    for rule in data.tables.rules:
        if rule.topic == "law":
            link = publisher_link(data.sources[rule.source], words)
            st.caption(plain(rule.text.text_in(words.language)) + " " + link)


def rules_of(data: Dataset, words: Words, topics: Sequence[str]) -> None:
    """The rules of some topics, each with its own link and its source."""
    rule_lines([rule for rule in data.tables.rules if rule.topic in topics], data, words)


def rule_lines(found: Sequence[Rule], data: Dataset, words: Words) -> None:
    """Some rules, each with its own link and its source."""
    for rule in found:
        with st.container(gap="xxsmall"):
            text = plain(rule.text.text_in(words.language))
            st.markdown(text + (f" [{words('rules.open')}]({rule.url})" if rule.url else ""))
            sources([data.sources[rule.source]], words)


def all_sources(found: Sequence[Source], words: Words) -> None:
    """Every source that an answer rests on, one tap away."""
    if not found:
        return
    with st.expander(words.count("sources.all", len(found)), icon=":material/source:"):
        st.caption("\n".join(f"- {source_link(source, words)}" for source in found))
