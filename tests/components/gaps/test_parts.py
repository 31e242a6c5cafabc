"""The pictures, tables and brief for policymakers: the domain's figures, in three languages."""

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from channels.dataset.dataset import Dataset
from channels.export.spreadsheets import as_workbook
from channels.gaps.catalogue import PAIRS, GapKind, Weight
from channels.gaps.indicators import Difference, figure
from channels.gaps.overview import Imported, Study, studied
from channels.gaps.surveyed_prices import Smart
from channels.gaps.what_if import MILLION, Inputs, Lever, levers, on_the_table
from channels.policy_terms import Measure, Unit, Whom
from channels.records.informal import GroupRange
from channels.terms import HOME, DisclosureItem
from components.charts.drawings import Drawing, DrawingForm, Level, alt, table
from components.charts.palette import DARK, LIGHT
from components.charts.plots import config, plot
from components.gaps import (
    access,
    bullets,
    gap_list,
    history,
    price,
    ranking,
    readiness,
    rules,
    speed,
    transparency,
    what_if,
)
from components.gaps.brief import brief, brief_text
from components.gaps.contents import Chosen, drawings, file_name, tables
from components.gaps.tiles import tiles
from components.i18n import LANGUAGES, words
from components.words import gaps as gap_words
from tests.support.datasets import real
from tests.support.lanes import sampled

ROOT = Path(__file__).parents[3]
DAY = date(2026, 11, 21)
EACH = pytest.mark.parametrize("language", sampled(LANGUAGES))


@cache
def data() -> Dataset:
    return real()


@cache
def study() -> Study:
    return studied(data(), DAY)


@cache
def found(language: str) -> dict[str, Drawing]:
    return {drawing.id: drawing for drawing in drawings(study(), Chosen(), words(language))}


# Every picture


@EACH
def test_every_picture_has_a_finding_rows_sources_and_an_alternative(language):
    spoken = words(language)
    assert len(found(language)) == len(drawings(study(), Chosen(), spoken)) > 25
    for drawing in found(language).values():
        assert drawing.title
        assert drawing.rows
        assert drawing.sources
        assert all(name in data().sources for name in drawing.sources)
        read = alt(drawing, spoken)
        assert drawing.title.rstrip(".") in read
        assert drawing.rows[0].label in read
        assert "{" not in read


@EACH
def test_a_picture_and_its_table_hold_the_same_values(language):
    for drawing in found(language).values():
        made = table(drawing)
        width = len(made.head)
        assert len(made.rows) == len(drawing.rows)
        assert all(len(line) == width for line in made.rows)
        for line, row in zip(made.rows, drawing.rows, strict=True):
            assert line[0] == row.label
            shown = tuple(f.text for f in row.fields) or row.values
            assert line[1 : 1 + len(shown)] == shown


@EACH
@pytest.mark.parametrize("palette", sampled([LIGHT, DARK]), ids=["light", "dark"])
def test_every_picture_is_drawn_without_a_map(language, palette):
    spoken = words(language)
    for drawing in found(language).values():
        drawn = plot(drawing, spoken, palette)
        assert {trace.type for trace in drawn.data} <= {"bar", "scatter"}
        assert drawn.layout.paper_bgcolor == palette.paper
        assert config(drawing, spoken)["modeBarButtons"] == [["toImage"]]


def test_a_bullet_runs_from_nothing_to_what_was_found_on_the_scale_of_its_unit():
    spoken = words("en")
    (speed_,) = (
        d for group, d in bullets.grouped(study(), spoken, Whom.ALL, price.USUAL) if group == "speed"
    )
    hour = speed_.rows[0]
    assert hour.values[:3] == (Decimal(0), Decimal(25), Decimal(75))
    drawn = plot(speed_, spoken, LIGHT).data[0]
    assert (drawn.base[0], drawn.x[0], drawn.marker.pattern.shape[0]) == (0.0, 25.0, "/")
    for _, drawing in bullets.grouped(study(), spoken, Whom.ALL, price.USUAL):
        for row in drawing.rows:
            assert row.end >= max(value for value in row.values[:3] if value is not None)


def test_what_falls_short_is_grouped_the_largest_first_and_nothing_of_it_is_about_the_data():
    gaps = gap_list.about_the_country(study())
    rows = [row for _, d in bullets.grouped(study(), words("en"), Whom.ALL, ()) for row in d.rows]
    assert len(rows) == len(gaps)
    assert [gap.size for gap in gaps] == sorted((gap.size for gap in gaps), reverse=True)
    assert not {gap.indicator for gap in gaps} & gap_list.ABOUT_DATA
    listed = {gap.indicator for gap in gap_list.not_measured(study())}
    assert {"none_since", "never_surveyed", "informal_share"} <= listed


def test_an_old_figure_is_hollow_and_its_year_stands_beside_it():
    spoken = words("en")
    (speed_,) = (d for group, d in bullets.grouped(study(), spoken, Whom.ALL, ()) if group == "speed")
    assert all(row.old and row.mark == "2021" for row in speed_.rows)
    (dots,) = (t for t in plot(found("en")["standing"], spoken, LIGHT).data if t.mode == "markers")
    assert set(dots.marker.symbol) == {"circle-open"}


def test_the_country_has_a_rank_among_all_others_of_one_sender_and_one_quarter():
    spoken = words("en")
    drawing = ranking.standing(study(), spoken, "RU", "2021-Q4")
    assert [row.values[0] for row in drawing.rows] == sorted(row.values[0] for row in drawing.rows)
    (own,) = (n for n, row in enumerate(drawing.rows, 1) if row.own)
    assert f"number {own} of {len(drawing.rows)}" in drawing.title
    assert "Russia" in drawing.title
    assert "Q4 2021" in drawing.title
    assert ranking.quarters(study(), "IL") == ()
    nowhere = ranking.standing(study(), spoken, "DE", ranking.usual_quarter(study(), "DE"))
    assert [row.values for row in nowhere.rows if row.own] == [(None,)]


def test_the_inflow_is_told_by_country_and_adds_up_with_what_is_not_told_apart():
    rows = found("en")["inflow"].rows
    assert sum(row.values[0] for row in rows) == 100
    assert [row.label for row in rows if row.old] == ["Russia"]
    assert all(row.missing for row in rows[1:])


def test_the_targets_stand_at_their_values():
    neighbours = plot(found("en")["neighbours"], words("en"), LIGHT)
    lines = [trace for trace in neighbours.data if trace.mode == "lines"]
    assert [{x for x in line.x if x is not None} for line in lines] == [{3.0}, {5.0}]


# The parts


def test_the_list_can_be_narrowed_to_some_people():
    women = gap_list.of(study(), GapKind.SHORT, Whom.WOMEN)
    assert women
    assert all(Whom.WOMEN in gap.whom for gap in women)
    assert len(gap_list.of(study(), GapKind.SHORT)) > len(women)


def test_the_five_largest_are_five_different_ones_and_the_roadmap_says_who_and_by_when():
    five = gap_list.largest(study())
    assert [gap.indicator for gap in five] == [
        "within_hour", "pos_outside", "least_fee_out", "atms_outside", "spread",
    ]  # fmt: skip
    spoken = words("en")
    plan = gap_list.roadmap(study(), spoken)
    assert len(plan.rows) == 10
    assert plan.rows[0][2] == gap_words.deciders(five[0].nature.decides, spoken)
    assert plan.rows[0][4] == "by 2027"
    assert plan.rows[1][4] == spoken("policy.no_year")


@EACH
def test_the_first_page_of_the_brief_has_five_figures_and_five_actions_and_names_nobody_without_a_source(
    language,
):
    spoken = words(language)
    text = brief_text(study(), Chosen(), spoken)
    shown = [one.value for one in tiles(study(), spoken)[:5]]
    assert [one["value"] for one in text["tiles"]] == shown
    assert len(text["actions"]) == 5
    assert all(row[2] == "" for row in text["actions"])
    dated = [row[3] for row in text["actions"] if row[3]]
    assert dated
    assert all("20" in by and "(" in by for by in dated)
    assert all(row[2] == "" and (not row[4] or "(" in row[4]) for row in text["plan"])
    assert any(row[4] for row in text["plan"])
    decides = spoken("table.decides")
    assert not any(line.startswith(decides) for gap in text["gaps"] for line in gap["lines"])
    first = PdfReader(io.BytesIO(brief(study(), Chosen(), spoken))).pages[0].extract_text()
    assert spoken("brief.actions") in first
    assert spoken("policy.five") not in first


def test_the_price_of_here_is_marked_and_of_another_quarter_it_is_said():
    spoken = words("en")
    rows = price.neighbours(study(), spoken, ("MD", "GE")).rows
    assert [row.label for row in rows if row.own] == ["Russia – Azerbaijan"]
    assert rows[0].values == (Decimal("1.33"), Decimal("1.765"))
    marked = {row.label: spoken("policy.other_quarter") in row.detail for row in rows}
    assert marked["Germany – Moldova"]
    assert not marked["Russia – Georgia"]
    assert "1.77%" in price.neighbours(study(), spoken, ()).title


def test_every_average_is_named_and_the_two_that_nobody_knows_stay_unknown():
    drawing = price.averages(study(), words("en"))
    assert drawing is not None
    known = dict(zip(price.MEANT, (row.values[0] for row in drawing.rows), strict=True))
    assert known["weighted_mean"] is known["really_paid"] is None
    assert known["least"] <= known["smart"] <= known["median"] <= known["most"]


@EACH
@pytest.mark.parametrize("number", [1, 2, 3])
def test_beside_every_smart_stands_on_how_many_services_it_rests(number, language):
    spoken = words(language)
    assert study().last is not None
    fewer = replace(study().last, smart=Smart(Decimal(1), number))
    averaged = price.averages(replace(study(), last=fewer), spoken)
    assert averaged is not None
    row = averaged.rows[price.MEANT.index("smart")]
    for told in (price.smart_detail(fewer, study(), spoken), row.detail):
        assert spoken.count("policy.smart_services", number) in told
        assert (spoken.count("gap.cannot_show", number) in told) is (number < 3)
    assert sum("SmaRT" in line.detail for line in averaged.rows) == 1
    none = price.smart_detail(replace(fewer, smart=Smart(None, 0)), study(), spoken)
    assert "SmaRT" not in none


def test_where_smart_is_not_shown_nothing_is_said_of_it():
    spoken = words("en")
    shown = [
        drawing
        for drawing in drawings(study(), Chosen(), spoken)
        if any("SmaRT" in row.detail for row in drawing.rows)
    ]
    assert {drawing.id for drawing in shown} == {"neighbours", "averages"}


@EACH
def test_the_rows_of_the_cash_premium_are_told_apart_by_how_one_pays(language):
    spoken = words(language)
    labels = [row.label for row in price.premium(study(), spoken).rows]
    assert len(set(labels)) == len(labels) > 2
    assert any(label.endswith(spoken("form.pay_in_card")) for label in labels)
    assert any(label.endswith(spoken("form.pay_in_account")) for label in labels)


@EACH
def test_cash_is_told_to_be_dearer_cheaper_or_the_same_and_never_less_than_nothing_dearer(language):
    spoken = words(language)
    drawing = price.premium(study(), spoken)
    signs = set()
    for row in drawing.rows[1:]:
        account, cash = row.values
        assert account is not None
        assert cash is not None
        sign = (cash > account) - (cash < account)
        key = {1: "dearer", -1: "cheaper", 0: "same"}[sign]
        points = gap_words.amount(abs(cash - account), Unit.POINTS, spoken)
        told = spoken(f"policy.premium_{key}", points=points, when=spoken.period("2025-Q3"))
        assert row.detail == told
        signs.add(sign)
    assert signs == {1, -1, 0}
    assert "−" not in drawing.title
    assert "-" not in drawing.title


@pytest.mark.parametrize(
    ("premiums", "said"),
    [
        ((0, 2), "up to 2 points more than"),
        ((1, 2), "up to 2 points more than"),
        ((-3, 0), "up to 3 points less than"),
        ((-3, 2), "up to 2 points more or 3 points less than an account"),
        (("0.04", "-0.04"), "costs the same"),
    ],
)
def test_the_finding_on_cash_has_a_sentence_for_each_case(premiums, said):
    assert said in price._apart([Decimal(one) for one in premiums], words("en"))


@pytest.mark.parametrize("kind", price.KINDS)
def test_fee_and_loss_add_up_to_the_mean(kind):
    drawing = price.parts(study(), words("en"), ("MD",), kind)
    assert drawing is not None
    assert study().last is not None
    if kind != "corridor":
        return
    assert sum(drawing.rows[0].values) == study().last.mean


def test_the_break_stands_at_the_first_quarter_with_a_loss_in_the_rate():
    drawing = history.history(study(), words("en"))
    assert drawing is not None
    assert drawing.breaks is not None
    at = drawing.breaks[0]
    assert drawing.rows[at].label == words("en").period("2021-Q3")
    assert all(row.hatched for row in drawing.rows[:at] if row.values[0] is not None)
    assert not drawing.rows[at].hatched


@pytest.mark.parametrize("name", speed.SHARES)
def test_the_parts_of_a_hundred_percent_bar_make_a_hundred(name):
    drawing = speed.share(study(), words("en"), price.USUAL, name)
    assert drawing is not None
    for row in drawing.rows:
        assert sum(row.values) == 100


def test_a_dumbbell_holds_the_survey_and_calls_small_differences_unclear(monkeypatch):
    drawing = access.groups(study(), words("en"), Measure.ACCOUNT)
    assert drawing is not None
    for row, (whom, beside) in zip(drawing.rows, PAIRS, strict=True):
        told = [figure(data(), Measure.ACCOUNT, whom=group) for group in (whom, beside)]
        assert row.values == tuple(one.value for one in told if one is not None)
    unclear = Difference(Decimal(2), Decimal(6), False, None)
    monkeypatch.setattr(access, "difference", lambda *_: unclear)
    drawing = access.groups(study(), words("en"), Measure.ACCOUNT)
    assert drawing is not None
    assert all("not significant" in row.detail for row in drawing.rows)


@pytest.mark.parametrize(("women", "key"), [("1", "fell"), ("99", "rose"), (None, "same")])
def test_the_title_of_the_waves_says_which_way_the_share_went(women, key):
    told = [
        one
        for one in data().tables.statistics
        if (one.measure, one.place, one.whom) == (Measure.ACCOUNT, HOME, Whom.WOMEN)
    ]
    told.sort(key=lambda one: one.period)
    last = told[-1].model_copy(update={"value": told[0].value if women is None else Decimal(women)})
    kept = tuple(last if one is told[-1] else one for one in data().tables.statistics)
    changed = replace(data(), tables=replace(data().tables, statistics=kept))
    drawing = access.waves(replace(study(), data=changed), words("en"))
    assert drawing is not None
    said = {"fell": "women with an account fell", "rose": "women with an account rose", "same": "stayed"}
    assert said[key] in drawing.title


def test_each_of_the_fourteen_regions_has_a_tile_of_its_own():
    drawing = access.regions(study(), words("en"))
    places = [row.place for row in drawing.rows]
    assert len(set(places)) == len(places) == 14
    assert None not in places
    known = [row.label for row in drawing.rows if row.fields[0].level is Level.FULL]
    assert known == ["Baku", "Nakhchivan"]


def test_a_provider_that_nobody_asked_is_not_said_to_hide_it():
    drawing = transparency.found_of(study(), words("en"))
    assert drawing is not None
    column = [*DisclosureItem].index(DisclosureItem.TRACKING)
    assert {row.fields[column].level for row in drawing.rows} == {Level.UNKNOWN}


@EACH
def test_every_rule_is_told_with_whom_it_touches(language):
    spoken = words(language)
    assert len(rules.rulings(study(), spoken)) == len(gap_list.of(study(), GapKind.RULE)) > 10
    assert all(len(one.lines) >= 3 for one in rules.rulings(study(), spoken))
    assert len(rules.elsewhere(study(), spoken).rows) == len(data().tables.references)


@EACH
def test_the_answer_counts_the_rules_and_whom_they_touch(language):
    spoken = words(language)
    found = rules.rulings(study(), spoken)
    said = rules.answer(found, spoken)
    assert said.startswith((f"{len(found)} ",))
    senders = sum(Whom.SENDERS in one.gap.whom for one in found)
    assert spoken("policy.touched", whom=spoken("whom.senders"), n=spoken.number(senders)) in said
    for whom in {whom for one in found for whom in one.gap.whom}:
        assert spoken(f"whom.{whom}") in said


@EACH
def test_no_rule_is_lost_between_the_weights_nor_in_the_table(language):
    spoken = words(language)
    found = rules.rulings(study(), spoken)
    assert [one for weight in Weight for one in rules.weighing(found, weight)] == found
    rows = rules.table(study(), spoken).rows
    assert [row[0] for row in rows] == [one.text for one in found]
    assert {row[3] for row in rows} == {spoken(f"rule_weight.{weight}") for weight in Weight}


@EACH
def test_every_rule_on_transfers_is_told_as_a_gap_or_as_one_that_hinders_nobody(language):
    known = [rule for rule in data().tables.rules if rule.topic not in ("help", "safety")]
    hinder = {one.gap.rule.id for one in rules.rulings(study(), words(language))}
    others = rules.harmless(study(), words(language))
    assert others == [(r.text.text_in(language), r.source) for r in known if r.id not in hinder]
    assert 0 < len(others) < len(hinder)


@EACH
def test_a_formal_road_has_a_price_to_beat_where_groups_told_one(language):
    spoken = words(language)
    assert rules.break_even(study(), spoken) == [spoken("policy.break_even")]
    told = GroupRange(
        corridor="RU-AZ", since=DAY, day=DAY, groups=3, people=30, least=Decimal(2), most=Decimal("4.5"),
        source="rpw_workbook",
    )  # fmt: skip
    known = data().with_tables(replace(data().tables, ranges=(told,)))
    to_beat, why = rules.break_even(studied(known, DAY), spoken)
    assert gap_words.place("RU-AZ", spoken) in to_beat
    assert spoken.percent(told.least) in to_beat
    assert spoken.percent(told.most) in to_beat
    assert why == spoken("policy.break_even_told")


@EACH
def test_a_time_of_another_country_stands_in_the_readers_language(language):
    spoken = words(language)
    years = [row[2] for row in rules.elsewhere(study(), spoken).rows]
    worded = {
        spoken("outside.decade", year="1990"),
        spoken("outside.before", year="2011"),
        spoken("outside.undated"),
    }
    assert {year for year in years if not year.replace("\N{EN DASH}", "").isdecimal()} == worded


def test_a_price_without_a_day_is_not_said_to_be_missing():
    cells = study().coverage
    said = [row.fields for row in readiness.coverage(study(), words("en")).rows]
    assert any(cell.priced and cell.day is None for cell in cells)
    for cell, (_, _, _, day) in zip(cells, said, strict=True):
        if cell.day is None:
            assert day.level is (Level.UNKNOWN if cell.priced else Level.NONE)
            assert day.text == words("en")("policy.unknown_mark" if cell.priced else "column.no_price")


@EACH
def test_the_words_of_a_field_stay_in_it_on_a_phone(language):
    """Two words stand below each other, one long word is smaller: a field is 52 pixels wide at 390."""
    figure = plot(readiness.coverage(study(), words(language)), words(language), LIGHT)
    fields = [one for one in figure.layout.annotations if one.x is not None and one.font.color == LIGHT.ink]
    long = words(language)("column.no_price").split()
    shown = [one for one in fields if one.text == "<br>".join(long)]
    assert shown
    assert all(one.font.size * 0.55 * max(len(line) for line in long) <= 56 for one in shown)


def test_the_recount_says_which_data_it_compares():
    shipped = readiness.recount(study(), words("en"))
    assert shipped is not None
    assert shipped.notes == (words("en")("policy.shipped"),)
    assert sum(row.values[0] for row in shipped.rows) == pytest.approx(Decimal(100))
    pairs = ((Decimal(3), Decimal("3.2")), (Decimal(4), Decimal(4)))
    new = Imported("rpw.xlsx", "cd" * 32, (), pairs)
    drawing = readiness.recount(studied(data(), DAY, new), words("en"))
    assert drawing is not None
    assert "rpw.xlsx" in drawing.notes[0]
    assert "cdcdcdcdcdcd" in drawing.notes[0]
    assert [row.values[0] for row in drawing.rows] == [50, 0, 50, 0]
    assert drawing.title.startswith("1 of 2")


def test_the_worlds_average_is_drawn_recomputed_and_published_with_whose_it_is():
    shipped = readiness.world(study(), words("en"))
    assert shipped is not None
    assert "within 0.03 points" in shipped.title
    assert "within 0.55" in shipped.title
    assert words("en")("policy.shipped") in shipped.notes
    assert shipped.rows[0].values[1] is not None
    quarter = data().tables.global_quarters[-1].quarter
    new = Imported("rpw.xlsx", "cd" * 32, (), (), {}, {quarter: Decimal(77)})
    drawing = readiness.world(studied(data(), DAY, new), words("en"))
    assert drawing is not None
    assert drawing.rows[-1].values == (77, data().tables.global_quarters[-1].published)
    assert "rpw.xlsx" in drawing.notes[0]


def test_a_what_if_is_always_a_range_and_one_without_a_survey_is_off():
    spoken, inputs = words("en"), Inputs()
    results = what_if.results(study(), inputs)
    assert results == levers(data(), inputs, DAY)
    drawing = what_if.ranges(results, spoken)
    assert drawing is not None
    assert all(row.values[0] < row.values[1] for row in drawing.rows)
    assert len(drawing.rows) == sum(one.least is not None for one in results)
    off = {row[0]: row[3] for row in what_if.table(results, spoken).rows if row[1] is None}
    assert spoken(f"lever.{Lever.NON_BANKS}") in off
    assert all(text.startswith("Not calculated") for text in off.values())


def test_the_steps_of_the_waterfall_lead_from_the_parts_to_the_rest():
    money, drawing = on_the_table(data(), Inputs(), DAY), what_if.steps(study(), Inputs(), words("en"))
    assert money is not None
    assert drawing is not None
    fee, margin, whole, left, rest = (row.values for row in drawing.rows)
    for end in (0, 1):
        assert fee[end] + margin[end] == whole[end] == money.whole[end] / MILLION
        assert whole[end] + left[end] == rest[end]
        assert left[end] < 0 < rest[end]
    bar = plot(drawing, words("en"), LIGHT).data[0]
    assert bar.base[3] + bar.x[3] == pytest.approx(bar.x[2])
    assert bar.base[3] == pytest.approx(bar.x[4])


# What is taken along


@EACH
def test_the_workbook_has_a_sheet_for_every_table_and_the_sources(language):
    spoken = words(language)
    made = tables(study(), Chosen(), spoken)
    book = as_workbook(made, data().sources, sources_name="S", about=("x",))
    opened = CalamineWorkbook.from_filelike(io.BytesIO(book))
    assert len(opened.sheet_names) == len(made) + 1
    lines = opened.get_sheet_by_name("all_gaps").to_python(skip_empty_area=False)
    assert len(lines) == len(study().gaps) + 3
    assert lines[3][0] == gap_words.title(study().gaps[0], spoken)
    assert lines[3][8] == float(study().gaps[0].distance or 0)
    cited = {line[0] for line in opened.get_sheet_by_name("S").to_python(skip_empty_area=False)}
    assert {name for one in made for name in one.sources} <= cited


@EACH
def test_the_brief_reads_as_the_page_does(language):
    spoken = words(language)
    pages = PdfReader(io.BytesIO(brief(study(), Chosen(), spoken))).pages
    text = " ".join(" ".join(page.extract_text().replace("\u200b", "").split()) for page in pages)
    assert 2 <= len(pages) <= 5
    said = [spoken("gaps.title"), spoken("policy.five"), spoken("policy.roadmap"), spoken("policy.shipped")]
    said += [gap_words.title(gap, spoken) for gap in gap_list.largest(study())]
    said += [str(cell) for row in gap_list.roadmap(study(), spoken).rows for cell in row[1:2]]
    flat = text.replace(" ", "")
    for line in said:
        assert line.replace(" ", "").replace("\xa0", "") in flat.replace("\xa0", ""), line


def test_the_same_brief_has_the_same_bytes():
    assert brief(study(), Chosen(), words("az")) == brief(study(), Chosen(), words("az"))


def test_the_brief_follows_the_neighbours_that_the_reader_chose():
    spoken = words("en")
    fast = brief_text(study(), Chosen(("AL",)), spoken)["gaps"][0]["pictures"][1]
    assert len(fast["rows"]) > 1
    assert all("Albania" in row["label"] for row in fast["rows"][1:])
    for gap in brief_text(study(), Chosen(), spoken)["gaps"]:
        for picture in gap["pictures"]:
            for row in picture["rows"]:
                assert all(value is None or 0 <= value <= 1_000 for value in row["values"])


def test_a_file_is_named_in_codes():
    assert file_name("brief", study(), words("az"), "pdf") == "pulyolu-brief-2026-11-21-az.pdf"


def test_every_shape_is_drawn_somewhere():
    assert {drawing.shape for drawing in found("en").values()} == set(DrawingForm)
