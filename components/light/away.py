"""The page that a proxy shows while no server answers: in the reader's language, with what to do."""

from components.i18n import Words
from components.light.templates import environment, style


def page(words: Words) -> str:
    """The whole page as HTML; its only link leads to where the reader is."""
    shown = {
        "lang": words.language,
        "title": f"{words('away.title')} · Pulyolu",
        "style": style(),
        "what": words("away.title"),
        "go_on": words("away.what"),
        "links": [{"label": words("offline.again"), "href": ""}],
    }
    return environment().get_template("no_page.html").render(shown)
