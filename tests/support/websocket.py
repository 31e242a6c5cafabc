"""The dashboard as a program asks for it: over Streamlit's websocket, message by message."""

import re
import socket
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import InvalidHandshake
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from server.desk_key import COOKIE

NAMED = re.compile(r"\$\$ID-[0-9a-f]+-(.+)")
"""A widget's name on the wire holds the key that we gave it."""
ANSWERS_WITHIN = 60


DESK_KEY = "a-key-that-only-the-tests-know-1234567"
"""What stands in the cookie of the person at a machine where the tests serve."""
AT_DESK = {"Cookie": f"{COOKIE}={DESK_KEY}"}


@dataclass
class Shown:
    """What came: pages, widgets by their keys, texts, where to sign in or out, the session."""

    pages: set[str] = field(default_factory=set)
    widgets: dict[str, str] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    sent_to: str = ""
    session: str = ""


class Stream:
    """One reader's connection; `asked` has every message that was sent, to be sent again by somebody else."""

    def __init__(self, connection: ClientConnection) -> None:
        self._socket = connection
        self.asked: list[bytes] = []

    def ask(
        self, page: str, query: str, *, texts: Mapping[str, str] | None = None, press: str | None = None
    ) -> Shown:
        """What a page shows with texts in its fields and a button pressed; widgets by their names."""
        message = BackMsg()
        message.rerun_script.page_name, message.rerun_script.query_string = page, query
        for name, text in (texts or {}).items():
            message.rerun_script.widget_states.widgets.add(id=name, string_value=text)
        if press is not None:
            message.rerun_script.widget_states.widgets.add(id=press, trigger_value=True)
        return self.send(message.SerializeToString())

    def send_only(self, message: bytes) -> None:
        """Send a message as it is."""
        self.asked.append(message)
        self._socket.send(message)

    def send(self, message: bytes) -> Shown:
        """Send a message as it is, and wait until the page has answered."""
        self.send_only(message)
        found = Shown()
        while True:
            answer = ForwardMsg()
            answer.ParseFromString(self._socket.recv(timeout=ANSWERS_WITHIN))
            kind = answer.WhichOneof("type")
            if kind == "new_session":
                found.session = answer.new_session.initialize.session_id
            elif kind == "navigation":
                found.pages = {each.url_pathname for each in answer.navigation.app_pages}
            elif kind == "delta" and answer.delta.WhichOneof("type") == "new_element":
                _note(found, answer)
            elif kind == "auth_redirect":
                found.sent_to = answer.auth_redirect.url
            elif kind == "script_finished" and answer.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                # A run that asks for another one ends too, in another way.
                return found


@contextmanager
def stream(
    address: str, headers: Mapping[str, str] | None = None, *, token: str | None = None
) -> Iterator[Stream]:
    """A reader's connection. Raises OSError or `InvalidHandshake` where nobody answers or he is turned away.

    Without `headers` it is the person at this machine, who has the key of the steward's page; with any it is
    somebody without it. An empty `Origin` = none; the header `Host` is another than the place that is asked
    if it is given.
    `token`: the one that Streamlit wants to see beside a cookie, so that no other page sends that along.
    """
    place = urlsplit(address)
    given = {"Origin": address, **(AT_DESK if headers is None else headers)}
    origin, host = given.pop("Origin") or None, given.pop("Host", place.netloc)
    line = socket.create_connection((place.hostname, place.port), timeout=ANSWERS_WITHIN)
    wire = f"ws://{host}/_stcore/stream"
    spoken = None if token is None else [Subprotocol("streamlit"), Subprotocol(token)]
    with connect(
        wire, sock=line, origin=origin, additional_headers=given, subprotocols=spoken, max_size=None
    ) as connection:
        yield Stream(connection)


def sent_again(address: str, messages: Iterable[bytes], headers: Mapping[str, str] | None = None) -> Shown:
    """What somebody sees who sends the same messages; nothing where he is turned away."""
    found = Shown()
    try:
        with stream(address, headers) as reader:
            for message in messages:
                found = reader.send(message)
    except (OSError, InvalidHandshake):
        return Shown()
    return found


def _note(found: Shown, answer: ForwardMsg) -> None:
    element = answer.delta.new_element
    kind = element.WhichOneof("type")
    part = getattr(element, kind)
    name = NAMED.match(getattr(part, "id", "") or "")
    if name is not None:
        found.widgets[name[1]] = part.id
    if kind in ("markdown", "alert", "heading"):
        found.texts.append(part.body)
