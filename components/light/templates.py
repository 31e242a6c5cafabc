"""The templates of the light page and of the phones' page, and their style."""

from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

FOLDER = Path(__file__).parent


@cache
def style() -> str:
    """The page's style sheet, as it stands in the page: a policy may allow it by its hash."""
    return environment().get_template("style.css").render()


@lru_cache(maxsize=1_024)
def options_markup(options: tuple[tuple[str, str], ...], chosen: str) -> str:
    """The options of a list, each a code and its words: the same few lists stand in every page."""
    return environment().get_template("options.html").render(options=options, chosen=chosen).rstrip()


class _DictionaryEnvironment(Environment):
    """Looks for `name.part` in a dictionary first: all that the templates show are dictionaries."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


@cache
def environment() -> Environment:
    """What makes plain pages of the templates in this folder."""
    return _DictionaryEnvironment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
