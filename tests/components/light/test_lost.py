"""The page for an address that there is not."""

import re

import pytest

from components.i18n import LANGUAGES, words
from components.light import lost


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_so_in_the_readers_language_and_leads_to_every_page(language):
    say, found = words(language), lost.page(words(language))
    assert f'<html lang="{language}">' in found
    assert f"<h1>{say('lost.title')}</h1>" in found
    links = re.findall(r'<a href="([^"]+)">([^<]+)</a>', found)
    assert [href for href, _ in links] == [f"{path}?lang={language}" for path in lost.PATHS]
    assert [name for _, name in links][::4] == [say("bar.compare"), say("light.open")]
