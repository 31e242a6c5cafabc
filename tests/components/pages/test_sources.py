"""The page of sources and method: in three languages, with both sets, every part of it."""

from collections import Counter
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from channels.dataset.dataset import Dataset
from channels.dataset.provenance import figures
from channels.dataset.unknowns import standings, unknowns
from channels.refresh.last_asked import LastAsked
from channels.refresh.permission import RefreshMode
from components.i18n import LANGUAGES, Words, words
from components.pages.sources import FIRST, PARTS
from components.widgets.theme import plain
from components.words import last_asked as asked_words
from components.words import sources as source_words
from components.words.last_asked import AskedByItself
from tests.support.datasets import shipped
from tests.support.lanes import sampled

ROOT = Path(__file__).parents[3]
FOLDERS = {"real": ROOT / "data", "teaching": ROOT / "data" / "teaching"}
DAY = date(2026, 11, 30)
NOW = datetime(2026, 11, 30, 5, 14, tzinfo=UTC)
ASKED = (
    LastAsked(what="cbar", asked=NOW, answered=NOW),
    LastAsked(what="nbg", asked=NOW, fault="refused", holes={"status": "403"}),
)
EACH = pytest.mark.parametrize("name", FOLDERS)
SPOKEN = pytest.mark.parametrize("language", sampled(LANGUAGES))


@cache
def data(name: str = "real") -> Dataset:
    return shipped(name)


def shown(name: str = "real", language: str = "en", **choices: str) -> AppTest:
    """The page with choices in its address."""

    def script(name: str, language: str) -> None:
        import streamlit as st  # noqa: PLC0415

        from channels.refresh.permission import RefreshMode  # noqa: PLC0415
        from components.i18n import words  # noqa: PLC0415
        from components.pages import sources  # noqa: PLC0415
        from components.words.last_asked import AskedByItself  # noqa: PLC0415
        from tests.components.pages.test_sources import ASKED, DAY, data  # noqa: PLC0415

        def compare_page() -> None:
            st.title("Comparison")

        def sources_page() -> None:
            asked = AskedByItself(RefreshMode.OFFICIAL, ASKED) if name == "real" else None
            sources.page(data(name), words(language), DAY, facts=data(), asked=asked)

        comparison = st.Page(compare_page, title="Comparison", url_path="compare")
        evidence = st.Page(sources_page, title="Sources", url_path="sources", default=True)
        st.navigation([comparison, evidence], position="hidden").run()

    page = AppTest.from_function(script, args=(name, language), default_timeout=30)
    for key, value in choices.items():
        page.query_params[key] = value
    page.run()
    assert not page.exception
    return page


@SPOKEN
def test_who_was_asked_by_the_program_is_told_with_its_time_and_why_not(language):
    said, spoken = texts(shown(language=language)), words(language)
    lines = asked_words.lines(AskedByItself(RefreshMode.OFFICIAL, ASKED), spoken)
    assert [plain(line) for line in lines if plain(line) not in said] == []
    assert "09:14" in said.replace("\\", "")
    assert plain(lines[1]) not in texts(shown("teaching", language))


def texts(page: AppTest) -> str:
    """Everything that the page says in Markdown."""
    return "\n".join(str(part.value) for part in (*page.markdown, *page.caption))


@EACH
@SPOKEN
@pytest.mark.parametrize("part", PARTS)
def test_every_part_is_shown_in_every_language_with_both_sets(part, language, name):
    page = shown(name, language, part=part)
    assert [title.value for title in page.title] == [words(language)("evidence.title")]
    assert len(page.markdown) + len(page.caption) > 1
    assert "{" not in texts(page).replace("\\{", "")


@SPOKEN
def test_every_source_is_listed_twenty_first_and_the_rest_by_one_tap(language):
    spoken, found = words(language), data().tables.sources
    page = shown(language=language)
    assert len(found) > FIRST
    assert spoken.count("evidence.found", len(found)) in texts(page)
    assert plain(found[FIRST - 1].title_in(language)) in texts(page)
    assert plain(found[FIRST].title_in(language)) not in texts(page)
    page.button(key="sources_rest").click().run()
    for source in found:
        assert plain(source.title_in(language)) in texts(page)
        if source.copy_by is not None:
            assert plain(spoken("evidence.copy_by", keeper=source.copy_by)) in texts(page)
        assert source.copy_url is None or f"]({source.copy_url})" in texts(page)
    assert not [button for button in page.button if button.key == "sources_rest"]


def test_every_source_says_its_age_and_how_near_it_is_to_the_fact():
    spoken = words("en")
    page = shown()
    page.button(key="sources_rest").click().run()
    for source in data().tables.sources:
        assert spoken(f"evidence.confidence_{source.confidence}") in texts(page).replace("\\", "")
    assert "87 days old · ageing" in texts(page).replace("\\", "")
    assert spoken("evidence.age_unknown") in texts(page)


def lines(page: AppTest) -> str:
    return texts(page).replace("\\", "")


@pytest.mark.whole
def test_every_figure_stands_under_its_source():
    page = shown()
    page.button(key="sources_rest").click().run()
    for source, count in Counter(figure.source for figure in figures(data().tables)).items():
        if count > FIRST:
            page.button(key=f"{source}_rest").click().run()
    for figure in figures(data().tables):
        assert source_words.figure_line(figure, data(), words("en")) in " ".join(lines(page).split("\n"))


@SPOKEN
def test_a_provider_and_a_country_narrow_the_list(language):
    spoken = words(language)
    page = shown(language=language, provider="azerpost")
    found = {f.source for f in figures(data().tables) if f.provider == "azerpost"}
    assert spoken.count("evidence.found", len(found)) in texts(page)
    for name in found:
        assert plain(data().sources[name].title_in(language)) in texts(page)
    page = shown(language=language, country="TR")
    found = {f.source for f in figures(data().tables) if "TR" in f.countries}
    assert spoken.count("evidence.found", len(found)) in texts(page)
    assert plain(data().sources["trend_lira_2025"].title_in(language)) in texts(page)


def test_a_choice_of_which_nothing_is_known_says_so():
    page = shown(provider="kapital_bank", country="IL", part="sources")
    spoken = words("en")
    found = {f.source for f in figures(data().tables) if f.provider == "kapital_bank" and "IL" in f.countries}
    assert (spoken("evidence.none") in texts(page)) is (not found)
    page = shown(provider="azerpost", country="US", part="status")
    assert spoken("evidence.none") in texts(page)


def test_nonsense_in_the_address_is_ignored():
    page = shown(part="x", provider="y", country="z", topic="w")
    assert words("en").count("evidence.found", len(data().sources)) in texts(page)


@SPOKEN
def test_the_status_of_every_system_is_told_with_day_and_source(language):
    spoken = words(language)
    page = shown(language=language, part="status")
    page.button(key="status_rest").click().run()
    for one in standings(data(), DAY):
        assert plain(source_words.stated_name(one, data(), spoken)) in texts(page)
        assert one.on_day.source is not None
        assert plain(data().sources[one.on_day.source].title_in(language)) in texts(page)
        assert plain(spoken.day(one.on_day.day)) in texts(page)


@SPOKEN
def test_both_sides_of_every_conflict_are_told_with_their_sources(language):
    page = shown(language=language, part="conflicts")
    assert len(data().tables.conflicts) >= 4
    for conflict in data().tables.conflicts:
        assert plain(conflict.title.text_in(language)) in texts(page)
        assert plain(conflict.shown.text_in(language)) in texts(page)
        for side in conflict.sides:
            assert plain(side.says.text_in(language)) in texts(page)
            assert plain(data().sources[side.source].title_in(language)) in texts(page)


def test_the_teaching_set_has_no_conflict_and_says_so():
    assert words("en")("evidence.no_conflict") in texts(shown("teaching", part="conflicts"))


def method(language: str, name: str = "real") -> str:
    found = []
    for topic in ("price", "rates", "time", "order", "told", "outside"):
        page = shown(name, language, part="method", topic=topic)
        found += [texts(page), *(str(code.value) for code in page.code)]
    return "\n".join(found)


@EACH
@SPOKEN
def test_every_definition_is_told_with_the_figures_of_its_example(language, name):
    spoken, said = words(language), method(language, name)
    examples = {example.definition: example for example in reversed(data().tables.examples)}
    for definition in data().tables.definitions:
        example = examples[definition.id]
        assert plain(definition.title.text_in(language)) in said
        assert plain(definition.text.text_in(language)) in said
        assert plain(source_words.worked(definition, example, spoken)) in said
        assert plain(example.name) in said
        given, expected = example.lines()
        assert "\n".join(given) in said
        assert "\n".join(expected) in said


@SPOKEN
def test_the_figures_of_an_example_are_written_as_the_language_writes_them(language):
    definition = next(d for d in data().tables.definitions if d.id == "total_cost")
    example = next(e for e in data().tables.examples if e.definition == "total_cost")
    said = source_words.worked(definition, example, words(language))
    assert ("3.96" if language == "en" else "3,96") in said


@SPOKEN
def test_what_nobody_knows_is_told(language):
    spoken = words(language)
    page = shown(language=language, part="unknown")
    told = source_words.unknown_lines(unknowns(data(), DAY), spoken, invented=False)
    assert len(told) >= 8
    for line in told:
        assert plain(line) in texts(page)


def test_the_teaching_set_says_that_it_is_invented():
    spoken: Words = words("en")
    assert plain(spoken("unknown.invented")) in texts(shown("teaching", part="unknown"))
    assert plain(spoken("unknown.invented")) in texts(shown("teaching"))


def test_the_whole_data_can_be_taken_home():
    page = shown(part="data")
    buttons = page.get("download_button")
    assert len(buttons) == 1
    assert buttons[0].proto.label == words("en")("package.download")


@SPOKEN
def test_the_comparisons_of_others_are_linked_with_what_they_say_of_themselves(language):
    said = texts(shown(language=language, part="others"))
    others = data().tables.databases
    assert any(one.approved for one in others)
    for one in others:
        assert f"({one.url})" in said
        assert plain(one.text.text_in(language)) in said
    approved = words(language)("others.approved")
    assert said.count(approved) == sum(one.approved for one in others)
