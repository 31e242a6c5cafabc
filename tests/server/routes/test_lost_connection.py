"""What stands in the page for the time when the server does not answer."""

from components.i18n import LANGUAGES, words
from server.middleware.security_headers import dashboard_policy, hashed
from server.routes import lost_connection


def test_it_has_the_words_of_every_language_and_nothing_that_ends_it():
    found = lost_connection.script()
    for code in LANGUAGES:
        for key in ("offline.said", "offline.again", "light.open"):
            assert words(code)(key) in found
    assert "</" not in found
    assert hashed(found) in dashboard_policy([found])
    assert lost_connection.markup().endswith(f"<script>{found}</script>")


def test_every_sentence_is_short():
    for code in LANGUAGES:
        for sentence in words(code)("offline.said").split(". "):
            assert len(sentence.split()) <= 12
