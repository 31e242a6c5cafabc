"""The page for an address that there is not: in the reader's language, with the ways to those there are."""

from urllib.parse import urlencode

from components.i18n import Words
from components.light.templates import environment, style
from components.words.links import LIGHT_PATH

PATHS = ("/", "/gaps", "/workshop", "/sources", LIGHT_PATH)


def page(words: Words) -> str:
    """The whole page as HTML."""
    asked = urlencode({"lang": words.language})
    names = [words("bar.compare"), words("bar.gaps"), words("bar.workshop"), words("bar.sources")]
    names.append(words("light.open"))
    links = [{"label": name, "href": f"{path}?{asked}"} for name, path in zip(names, PATHS, strict=True)]
    shown = {
        "lang": words.language,
        "title": f"{words('lost.title')} · Pulyolu",
        "style": style(),
        "what": words("lost.title"),
        "go_on": words("lost.what"),
        "links": links,
    }
    return environment().get_template("no_page.html").render(shown)
