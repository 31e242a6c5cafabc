"""What a reader keeps on the phone: an answer as one page, and the page that keeps, lists and clears them."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import PurePosixPath
from urllib.parse import urlencode

from channels.dataset.dataset import Dataset
from components.i18n import LANGUAGE_NAMES, LANGUAGES, Words
from components.light import form as light_form
from components.light import page as light_page
from components.light import standalone
from components.light.templates import environment
from components.light.typed_prices import Shown
from components.words.links import KEPT_PATH, LIGHT_PATH, kept_link

ANSWER = f"{KEPT_PATH}/answer"
"""Where the server has the page of one answer."""
SCRIPT, WORKER = f"{KEPT_PATH}/kept.js", f"{KEPT_PATH}/worker.js"
MANIFEST, ICON = f"{KEPT_PATH}/app.webmanifest", f"{KEPT_PATH}/icon.png"
NAVIGATIONS = ("/", "/compare", LIGHT_PATH, KEPT_PATH)
"""The pages in whose place the kept answers stand where there is no network; none of the stewards' is one."""


def answer(
    address: Mapping[str, str], data: Dataset, words: Words, today: date, *, facts: Dataset
) -> str | None:
    """The answer to the question in the address as a page that needs no network; None without an amount."""
    form = light_form.read(address, data, words, today)
    if form.transfer is None:
        return None
    shown = standalone.shown(form, data, words, today, facts=facts, amounts={})
    back = {"label": words("kept.title"), "href": f"{KEPT_PATH}?{urlencode({'lang': words.language})}"}
    return environment().get_template("kept_answer.html").render(shown, languages=(), back=back)


def page(address: Mapping[str, str], data: Dataset, words: Words, today: date) -> str:
    """The page that keeps the answer to the question in the address, if there is one, and lists the kept."""
    asked = {name: code for name, code in address.items() if name != "lang"}
    form = light_form.read(address, data, words, today)
    shown = {
        **light_page.frame(words),
        "title": f"{words('kept.title')} · Pulyolu",
        "manifest": MANIFEST,
        "script": SCRIPT,
        "heading": words("kept.title"),
        "languages": [
            {
                "code": code,
                "name": name,
                "href": kept_link({**asked, "lang": code}),
                "here": code == words.language,
            }
            for code, name in LANGUAGE_NAMES.items()
        ],
        "offline": words("kept.offline"),
        "unable": words("kept.unable"),
        "nothing": words("kept.none"),
        "clear": words("form.clear"),
        "asked": None if not asked or form.transfer is None else _asked(form, data, words),
        "on": [
            {"label": words("bar.compare"), "href": f"/?{urlencode({'lang': words.language})}"},
            {"label": words("light.open"), "href": f"{LIGHT_PATH}?{urlencode({'lang': words.language})}"},
        ],
    }
    return environment().get_template("keeping.html").render(shown)


def _asked(form: light_form.LightForm, data: Dataset, words: Words) -> Shown:
    """The question that may be kept, and what a press on its button does."""
    return {
        "question": standalone.asked(form, words),
        "keep": words("kept.keep"),
        "done": words("kept.done"),
        "failed": words("kept.failed"),
        "href": ANSWER + light_form.question_link(form, data, words),
    }


@cache
def script() -> str:
    """The script of the page that keeps, which also makes the page without network ready."""
    return _source(SCRIPT)


@cache
def worker() -> str:
    """The service worker: it keeps the files that it names, and shows what is kept where no network is."""
    files = [SCRIPT, ICON, *(f"{KEPT_PATH}?{urlencode({'lang': code})}" for code in LANGUAGES)]
    content = "".join(_source(name) for name in ("keeping.html", "style.css", SCRIPT, WORKER))
    named = {
        "FILES": files,
        "NAVIGATIONS": NAVIGATIONS,
        "ANSWER": ANSWER,
        "PAGE": KEPT_PATH,
        "LANGUAGES": LANGUAGES,
        "VERSION": hashlib.sha256(content.encode()).hexdigest()[:16],
    }
    return "".join(f"const {name} = {json.dumps(value)};\n" for name, value in named.items()) + _source(
        WORKER
    )


def _source(file: str) -> str:
    """A file beside the templates, as it stands."""
    known = environment()
    assert known.loader is not None
    return known.loader.get_source(known, PurePosixPath(file).name)[0]


def manifest(words: Words) -> dict[str, object]:
    """The web app manifest: under which name and picture a phone keeps the page."""
    return {
        "name": words("app.title"),
        "short_name": "Pulyolu",
        "lang": words.language,
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "background_color": "#fcfbf8",
        "theme_color": "#0b6b5d",
        "icons": [{"src": ICON, "sizes": "128x128", "type": "image/png"}],
    }
