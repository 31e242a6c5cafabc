"""A provider of identities on this machine, as OpenID Connect has it: who signs in is up to the test."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote_plus, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, CLIENT_SECRET = "pulyolu", "known to the server and the provider"
COOKIE_SECRET = "known to the server alone, for its cookies"
KIND = "RS256"


@dataclass
class Provider:
    """Who signs in next, and with which key it is sworn; `asked` are the parts of the road that were gone."""

    address: str = ""
    person: Mapping[str, object] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}, private=True))
    shown: RSAKey | None = None
    asked: list[str] = field(default_factory=list)
    codes: dict[str, Mapping[str, str]] = field(default_factory=dict)


@contextmanager
def provider() -> Iterator[Provider]:
    """A provider on loopback until the block ends."""
    found = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            place = urlsplit(self.path)
            asked = {name: values[0] for name, values in parse_qs(place.query).items()}
            found.asked.append(place.path)
            if place.path == "/authorize":
                self._send_back(_authorized(found, asked))
            elif place.path == "/end":
                self._send_back(asked["post_logout_redirect_uri"])
            else:
                self._say({"/jwks": _keys, "/known": _described}[place.path](found))

        def do_POST(self) -> None:
            found.asked.append(self.path)
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            answer = _token(found, form, self.headers.get("authorization", ""))
            self._say(answer, 400 if "error" in answer else 200)

        def _say(self, answer: Mapping[str, Any], status: int = 200) -> None:
            body = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def _send_back(self, address: str) -> None:
            self.send_response(302)
            self.send_header("location", address)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        found.address = f"http://127.0.0.1:{server.server_address[1]}"
        try:
            yield found
        finally:
            server.shutdown()


def written(home: Path, found: Provider, port: int, stewards: Mapping[str, list[str]]) -> None:
    """Write the secrets of a server on a port, where Streamlit looks for them below a home."""
    rows = "\n".join(f"{json.dumps(address)} = {json.dumps(roles)}" for address, roles in stewards.items())
    text = f"""
[auth]
redirect_uri = "http://127.0.0.1:{port}/oauth2callback"
cookie_secret = "{COOKIE_SECRET}"
client_id = "{CLIENT}"
client_secret = "{CLIENT_SECRET}"
server_metadata_url = "{found.address}/known"

[stewards]
{rows}
"""
    (home / ".streamlit").mkdir(parents=True)
    (home / ".streamlit" / "secrets.toml").write_text(text)


def _described(found: Provider) -> Mapping[str, Any]:
    return {
        "issuer": found.address,
        "authorization_endpoint": f"{found.address}/authorize",
        "token_endpoint": f"{found.address}/token",
        "jwks_uri": f"{found.address}/jwks",
        "end_session_endpoint": f"{found.address}/end",
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": [KIND],
        "code_challenge_methods_supported": ["S256"],
    }


def _keys(found: Provider) -> Mapping[str, Any]:
    return {"keys": [(found.shown or found.key).as_dict(private=False)]}


def _authorized(found: Provider, asked: Mapping[str, str]) -> str:
    assert asked["client_id"] == CLIENT
    code = secrets.token_urlsafe(12)
    found.codes[code] = asked
    return asked["redirect_uri"] + "?" + urlencode({"code": code, "state": asked["state"]})


def _token(found: Provider, form: Mapping[str, str], who: str) -> Mapping[str, Any]:
    """An identity for a code, once, to who asked for the code and knows what its challenge was made of."""
    asked = found.codes.pop(form.get("code", ""), None)
    plain = unquote_plus(base64.b64decode(who.removeprefix("Basic ")).decode())
    if asked is None or plain != f"{CLIENT}:{CLIENT_SECRET}":
        return {"error": "invalid_grant"}
    hashed = hashlib.sha256(form["code_verifier"].encode()).digest()
    challenge = base64.urlsafe_b64encode(hashed).decode().rstrip("=")
    if (challenge, form["redirect_uri"]) != (asked["code_challenge"], asked["redirect_uri"]):
        return {"error": "invalid_grant"}
    now = int(time.time())
    claims = {
        "iss": found.address, "aud": CLIENT, "sub": "1", "iat": now, "exp": now + 300,
        "nonce": asked["nonce"], **found.person,
    }  # fmt: skip
    sworn = jwt.encode({"alg": KIND, "kid": "one"}, claims, found.key)
    return {"access_token": "x", "token_type": "Bearer", "expires_in": 300, "id_token": sworn}
