"""The dashboard's line to the server, opened while its scripts still come.

Streamlit's scripts ask two questions and only then open their websocket: two seconds of a slow line in which
nothing comes. They leave the questions for later where the page tells the answers, and they are handed the
websocket that the page has opened.
"""

from collections.abc import Mapping

SCRIPT = """
window.prerenderReady = false;
window.__streamlit = {
  BACKEND_BASE_URL: location.origin,
  HOST_CONFIG: {allowedOrigins: [location.origin], useExternalAuthToken: false}
};
(() => {
  const Plain = window.WebSocket;
  const place = location.origin.replace(/^http/, "ws") + "/_stcore/stream";
  const token = /(?:^|; )_streamlit_xsrf="?([^;"]+)/.exec(document.cookie);
  const early = new Plain(place, ["streamlit", token ? token[1] : "PLACEHOLDER_AUTH_TOKEN"]);
  window.WebSocket = class extends Plain {
    constructor(url, names) {
      window.WebSocket = Plain;
      const asked = new URL(url, location.href).href;
      if (asked !== place || names.length !== 2 || early.readyState > Plain.OPEN) {
        early.close();
        super(url, names);
        return;
      }
      if (early.readyState === Plain.OPEN) setTimeout(() => early.dispatchEvent(new Event("open")));
      return early;
    }
  };
})();
"""
"""A socket is handed over once, and only where Streamlit asks for the same and has no session to go on with.

Only the page's own origin may speak to it, where Streamlit would name its makers' hosts too."""
SIGNED_IN, TOKEN = "_streamlit_user", "_streamlit_xsrf"


def script() -> str:
    """The script, for the beginning of the page's head."""
    return SCRIPT


def may_connect(cookies: Mapping[str, str]) -> bool:
    """Whether the line may be opened at once: not for somebody signed in whose browser has no token yet.

    Streamlit takes a sign-in only together with the token, which its first question brings.
    """
    return TOKEN in cookies or not any(name.startswith(SIGNED_IN) for name in cookies)
