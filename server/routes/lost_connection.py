"""What a reader sees while the server does not answer: a sentence in the page's language, and two ways on.

Streamlit's own dialog tells in English to run a command. It stays, closes by itself when the server is back
and keeps what was typed; a script of ours puts our words into it.
"""

import json
from functools import cache

from components.i18n import LANGUAGES, words
from components.words.links import LIGHT_PATH

SCRIPT = """(() => {
  const said = %s;
  new MutationObserver(() => {
    const box = document.querySelector("[data-testid=stDialog] [role=dialog]");
    if (!box || box.dataset.lost) return;
    if (box.textContent.includes("Page not found")) {
      box.querySelector("button").click();
      return;
    }
    const words = said[document.documentElement.lang] || said.az;
    const ours = document.createElement("div");
    const line = (name, text) => {
      const found = document.createElement(name);
      found.textContent = text;
      ours.append(found);
      return found;
    };
    ours.className = "lost-connection";
    line("p", words.said).id = "lost-connection";
    line("a", words.again).href = location.href;
    line("a", words.light).href = %s + location.search;
    box.dataset.lost = "yes";
    box.setAttribute("aria-labelledby", "lost-connection");
    box.append(ours);
  }).observe(document.body, {childList: true});
})();"""
"""Streamlit's dialog is a child of the page's body, and nothing else on these pages is a dialog.

The one that misses a page is closed: who has no key to the steward's page stands at the comparison.
"""
STYLE = (
    "[data-lost]>:not(.lost-connection){display:none!important}"
    ".lost-connection{padding:1.5rem}.lost-connection a{display:block;line-height:2.6}"
)


@cache
def script() -> str:
    """The script, with the words of every language, for the end of the page's body."""
    said = {
        code: {"said": say("offline.said"), "again": say("offline.again"), "light": say("light.open")}
        for code, say in ((code, words(code)) for code in LANGUAGES)
    }
    return SCRIPT % (json.dumps(said, ensure_ascii=False).replace("<", "\\u003c"), json.dumps(LIGHT_PATH))


def markup() -> str:
    """The script and its style as they stand in the page."""
    return f"<style>{STYLE}</style><script>{script()}</script>"
