"""The page on a phone in a meeting: small, without script, what was chosen and that it may be changed."""

import re
from html import unescape
from html.parser import HTMLParser

import pytest

from channels.workshop.room import Ballot, Room
from components.i18n import LANGUAGES, words
from components.workshop import phone_page
from components.workshop.phone_page import EVERY, EVERY_UNANSWERED, SHAPES, BallotQuestion
from tests.support.writers import NOW

EACH = pytest.mark.parametrize("language", LANGUAGES)
LARGEST = 6_000
"""Bytes before they are packed; a third of that on the way."""
OPEN, CLOSED = Ballot("guess", 4, open=True), Ballot("guess", 4, open=False)
ASKED = BallotQuestion("Which road?", ("a bank", "the post", "an app", "a friend"))


def a_room(ballot=OPEN, *, over=False) -> Room:
    return Room("BCHK", "az", "lankaran", ballot, NOW, over)


def text(html: str) -> str:
    body = html[html.index("<body>") :]
    return " ".join(unescape(re.sub("<[^>]+>", " ", body)).split())


def shown(language="az", *, room=None, chosen=None, asked=None, said=None, **codes) -> str:
    return phone_page.page(room or a_room(), chosen, asked, words(language), codes=codes, said=said)


def refresh(html: str) -> str | None:
    found = re.search(r'<meta http-equiv="refresh" content="([^"]*)">', html)
    return found and unescape(found[1])


def every_page(language):
    say = words(language)
    yield phone_page.door(say)
    yield phone_page.door(say, said="vote.no_room")
    yield phone_page.out_of_order(say)
    yield phone_page.no_cookie(a_room(), say, codes={"lang": language})
    for ballot in (None, OPEN, CLOSED, Ballot("guess", 2, open=True)):
        for chosen in (None, 1):
            for asked in (None, ASKED):
                yield shown(
                    language, room=a_room(ballot), chosen=chosen, asked=asked, said="closed", still="1"
                )
    yield shown(language, room=a_room(over=True))


@EACH
def test_every_page_is_small_and_fetches_nothing(language):
    for html in every_page(language):
        assert len(html.encode()) < LARGEST
        assert "<script" not in html
        assert not re.search(r"(src|@import|https?:|//)", html.replace("DOCTYPE html", ""))
        assert f'<html lang="{language}">' in html
        assert set(re.findall(r'href="([^"]*)"', html)) <= {"data:,", *re.findall(r'href="(/v[^"]*)"', html)}


class Tags(HTMLParser):
    """Whether every tag that is opened is closed again, in order."""

    def __init__(self):
        super().__init__()
        self.stack = []

    def handle_starttag(self, tag, attrs):
        if tag not in ("meta", "link", "input"):
            self.stack.append(tag)

    def handle_endtag(self, tag):
        assert self.stack.pop() == tag


@EACH
def test_every_page_is_well_formed(language):
    for html in every_page(language):
        tags = Tags()
        tags.feed(html)
        assert tags.stack == []


@EACH
def test_an_open_question_has_a_button_for_each_choice_with_shape_and_word(language):
    html = shown(language, asked=ASKED)
    assert "Which road?" in text(html)
    found = re.findall(
        r'<button name="choice" value="(\d)"><span aria-hidden="true">(.)</span><b>(.*?)</b>', html
    )
    assert found == [(str(n), SHAPES[n], ASKED.choices[n]) for n in range(4)]
    assert '<input type="hidden" name="ballot" value="guess">' in html
    assert words(language)("vote.choose") in text(html)


@EACH
def test_without_words_the_shapes_are_named(language):
    say = words(language)
    names = [say(f"vote.shape_{n}") for n in range(3)]
    asked = Ballot("guess", 3, open=True)
    assert all(name in text(shown(language, room=a_room(asked))) for name in names)
    assert say("vote.shape_3") not in text(shown(language, room=a_room(asked)))
    # Words for another number of choices would stand on the wrong buttons.
    assert names[0] in text(shown(language, room=a_room(asked), asked=ASKED))


@EACH
def test_what_was_chosen_is_said_and_that_it_may_be_changed(language):
    say = words(language)
    html = shown(language, asked=ASKED, chosen=2)
    assert say("vote.yours_open", choice="an app") in text(html)
    assert html.count(say("vote.mine")) == 1
    assert re.search(rf'value="2" class="y">.*an app <small>{say("vote.mine")}', html)
    assert html.count("<button") == 4


@EACH
def test_a_closed_question_has_no_buttons(language):
    say = words(language)
    html = shown(language, room=a_room(CLOSED), asked=ASKED, chosen=2)
    assert say("vote.yours", choice="an app") in text(html)
    assert "<button" not in html
    assert say("vote.closed") in text(shown(language, room=a_room(CLOSED)))
    assert say("vote.wait") in text(shown(language, room=a_room(None)))


def test_the_page_renews_itself_until_told_not_to():
    assert refresh(shown()) == f"{EVERY_UNANSWERED};url=/v/BCHK"
    assert refresh(shown(chosen=1, lang="ru")) == f"{EVERY};url=/v/BCHK?lang=ru"
    assert refresh(shown(room=a_room(None))) == refresh(shown(room=a_room(CLOSED))) == f"{EVERY};url=/v/BCHK"
    still = shown(still="1", lang="ru")
    assert refresh(still) is None
    assert 'href="/v/BCHK?lang=ru"' in still
    assert 'href="/v/BCHK?lang=ru&amp;still=1"' in shown(lang="ru")
    assert refresh(shown(room=a_room(over=True))) is None
    assert refresh(phone_page.door(words("az"))) is None


def test_what_was_said_once_is_not_in_the_next_address():
    html = shown(said="closed")
    assert words("az")("vote.said_closed") in text(html)
    assert "said=" not in html
    assert text(shown(said="<b>nonsense")) == text(shown())


@EACH
def test_a_room_that_is_over_says_so_and_asks_nothing(language):
    html = shown(language, room=a_room(over=True), chosen=1, asked=ASKED)
    assert words(language)("vote.over") in text(html)
    assert "<form" not in html


def test_the_other_languages_are_links_that_keep_the_rest():
    html = shown("ru", still="1", lang="ru")
    links = re.findall(r'<a href="([^"]*)" lang="(..)"', html)
    assert [(unescape(href), code) for href, code in links] == [
        ("/v/BCHK?still=1&lang=az", "az"),
        ("/v/BCHK?still=1&lang=en", "en"),
    ]


def test_whatever_the_words_are_they_are_shown_as_text():
    asked = BallotQuestion("<script>alert(1)</script>", ("<b>", '"', "&", "'"))
    html = shown(asked=asked)
    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert re.findall("<b>(.*?)</b></button>", html) == ["&lt;b&gt;", "&#34;", "&amp;", "&#39;"]
