"""The light page and the dashboard, opened with the same question: the same numbers in the same order."""

import random
import re
from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Element, Expander

from channels.terms import PaymentInstrument
from components.i18n import LANGUAGES, Words, words
from components.words import form_options
from tests.components.light.test_page import SETS, data, page, squeezed, texts
from tests.components.pages.recipient.test_page import opened
from tests.support.lanes import sampled

TRANSFERS = 100
NOW = 12
"""How many of them `make test` asks."""
READ = ("header", "subheader", "markdown", "caption", "info")
"""What the dashboard says, beside fields and buttons."""
NUMBER = re.compile(r"\d+(?:[ \u00a0\u202f.,]\d+)*")
NOTE = re.compile(r" ?\[\d+\]")
"""Where the light page names a source by its number."""
MARKS = (
    (re.compile(r":[\w-]+\[:material/\w+:\]|:material/\w+:"), ""),
    (re.compile(r"(?<!\\)\[((?:[^\[\]\\]|\\.)*)\]\([^)]*\)"), ""),
    (re.compile(r":[\w-]+\[((?:[^\]\\]|\\.)*)\]"), r"\1"),
    (re.compile(r"(?<!\\)\*\*"), ""),
    (re.compile(r"\\(.)"), r"\1"),
    (re.compile(r"^(?:- |\d+\. )"), ""),
)
"""Symbols, links to sources, colours, bold letters, escapes and bullets of Markdown."""


def some_transfers():
    """Questions of every kind, the same at every run."""
    dice = random.Random(3)
    for number in range(TRANSFERS):
        name = SETS[number % 2]
        language = LANGUAGES[number % 3]
        known = data(name)
        address = {"sending": dice.choice(form_options.sending(known, words(language)))}
        if address["sending"] == "AZ":
            address["receiving"] = dice.choice(form_options.receiving(known))
        if dice.random() < 0.3:
            address["receive"] = str(dice.choice((1, 50, 400, 1234.5, 99_999)))
        else:
            address["send"] = str(dice.choice((1, 99.99, 500, 20_000, 750_000)))
            address["currency"] = dice.choice(("USD", "EUR", "RUB"))
        for key, codes in (
            ("pay_out", form_options.PAY_OUTS),
            ("within", list(form_options.WITHIN)),
            ("region", ["all", *known.regions]),
            ("pay_in", ["any", *PaymentInstrument]),
            ("promotions", ("0", "1")),
        ):
            if dice.random() < 0.25:
                address[key] = str(dice.choice(codes))
        yield name, language, address


def said(block: Block, say: Words, *, folded: bool) -> Iterator[str]:
    """What a part of the dashboard says from top to bottom, line by line, without its sources.

    With `folded` also what stands in a road's fold, which the light page has no room for.
    """
    for _, child in sorted(block.children.items()):
        if isinstance(child, Block):
            if isinstance(child, Expander):
                if not folded and is_fold(child.label, say):
                    continue
                if child.label != say("recipient.more"):
                    yield child.label
            yield from said(child, say, folded=folded)
        elif child.type in READ:
            yield from lines(child, say)


def is_fold(label: str, say: Words) -> bool:
    """Whether a fold holds what the light page says elsewhere or has no room for."""
    more = {say.count("companies.more", number) for number in range(1, 60)}
    return label in {say("road.details"), say("companies.sources"), *more}


def lines(element: Element, say: Words) -> Iterator[str]:
    """What a text of the dashboard says, as it is read."""
    for line in element.value.split("\n"):
        if line.startswith(say("sources.title")):
            continue
        for mark, read in MARKS:
            line = mark.sub(read, line)
        if line.strip():
            yield squeezed(line)


def dashboard(app: AppTest, say: Words, *, folded: bool = False) -> list[str]:
    """The dashboard from its answer to what is not offered, below which the rules stand."""
    found = list(said(app.main, say, folded=folded))
    return found[: found.index(say("rules.title"))]


def law(line: str, language: str) -> bool:
    """Whether a line tells the law about roads outside the formal system."""
    return any(
        line == squeezed(rule.text.text_in(language))
        for rule in data("real").tables.rules
        if rule.topic == "law"
    )


@pytest.mark.parametrize(("name", "language", "address"), sampled(some_transfers(), kept=NOW))
def test_the_same_numbers_in_the_same_order_as_the_dashboard(name, language, address):
    say = words(language)
    app, light = opened(name, language, **address), NOTE.sub("", texts(page(language, name, **address)))
    names = {provider.name.text_in(language) for provider in data(name).tables.providers}
    shown, at = dashboard(app, say), 0
    for line in shown:
        # What to bring and the law stand where each page has room; each road and number has its place.
        placed = line in names or (NUMBER.search(line) and not law(line, language))
        found = light.find(line, at if placed else 0)
        assert found >= 0, (line, light[at : at + 400])
        at = found + len(line) if placed else at
    # And the other way round: no number of the answer but those of the dashboard.
    begins = light.index(next(line for line in shown if NUMBER.search(line)))
    known = NUMBER.findall(" ".join(dashboard(app, say, folded=True)))
    assert set(NUMBER.findall(light[begins:at])) <= set(known)
