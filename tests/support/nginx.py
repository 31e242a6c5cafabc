"""A real nginx on loopback with the shipped configuration; ports, places, certificate are the tests'."""

import os
import re
import signal
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.support.browser import nginx
from tests.support.certificates import made
from tests.support.server import ROOT, free_port

NAME = "pulyolu.example"
CONFIGURATION = ROOT / "deploy" / "nginx"
SERVER = "    server 127.0.0.1:8501 max_fails=3 fail_timeout=5s;"
STARTS_WITHIN = 20.0
NEVER = datetime(2200, 1, 1, tzinfo=UTC)
"""When its certificate ends: TLS asks the real clock, whatever the tests' own says."""


@dataclass(frozen=True)
class Front:
    """An nginx that runs: its two ports, the certificate that it shows, its folder."""

    plain: int
    secured: int
    chain: Path
    folder: Path

    def trusting(self, *protocols: str) -> ssl.SSLContext:
        """What a reader's browser needs to trust it, and which protocols that browser speaks."""
        context = ssl.create_default_context(cafile=str(self.chain))
        if protocols:
            context.set_alpn_protocols(protocols)
        return context

    def line(self, name: str = NAME, *protocols: str) -> ssl.SSLSocket:
        """A line over TLS to the server of a name. Raises OSError."""
        plain = socket.create_connection(("127.0.0.1", self.secured), timeout=30)
        return self.trusting(*protocols).wrap_socket(plain, server_hostname=name)

    def reload(self) -> None:
        """Let it read its configuration anew, as `systemctl reload nginx` does."""
        os.kill(int((self.folder / "nginx.pid").read_text()), signal.SIGHUP)

    def logs(self) -> str:
        """All that nginx wrote down."""
        return "".join(path.read_text(errors="replace") for path in self.folder.glob("*.log"))


@contextmanager
def front(folder: Path, *ports: int) -> Iterator[Front]:
    """nginx before servers on ports of this machine, until the block ends.

    Raises RuntimeError with what nginx says where it refuses the configuration or does not start.
    """
    chain, key = made(folder, NAME, ends=NEVER)
    found = Front(free_port(), free_port(), chain, folder)
    main = folder / "nginx.conf"
    main.write_text(_written(found, key, ports), encoding="utf-8")
    command = [nginx() or "nginx", "-p", str(folder), "-c", str(main)]
    checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    if checked.returncode or "warn" in checked.stderr:
        raise RuntimeError(checked.stderr)
    process = subprocess.Popen([*command, "-g", "daemon off;"], stderr=subprocess.DEVNULL)
    try:
        _wait(found.plain, process)
        yield found
    finally:
        process.terminate()
        process.wait(timeout=20)


def _written(front: Front, key: Path, ports: Sequence[int]) -> str:
    folder = front.folder
    site = (CONFIGURATION / "pulyolu.conf").read_text(encoding="utf-8")
    site = re.sub(r"^\s*listen \[::\].*\n", "", site, flags=re.M)
    replaced = {
        "listen 80": f"listen 127.0.0.1:{front.plain}",
        "listen 443": f"listen 127.0.0.1:{front.secured}",
        SERVER: "\n".join(SERVER.replace("8501", str(port)) for port in ports),
        f"/etc/letsencrypt/live/{NAME}/fullchain.pem": str(front.chain),
        f"/etc/letsencrypt/live/{NAME}/privkey.pem": str(key),
        "/var/lib/nginx/pulyolu": str(folder / "cache"),
        "/var/log/nginx/": f"{folder}/",
        "/srv/pulyolu/": f"{ROOT}/",
        "/var/www/acme": str(folder / "acme"),
        "snippets/": f"{CONFIGURATION}/",
    }
    for shipped, here in replaced.items():
        assert shipped in site, shipped
        site = site.replace(shipped, here)
    # Its workers write where the tests do.
    user = "user root;\n" if os.geteuid() == 0 else ""
    places = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    kept = "\n".join(f"{name}_temp_path {folder}/{name};" for name in places)
    return (
        f"{user}pid {folder}/nginx.pid;\nerror_log {folder}/start.log;\n"
        "events { worker_connections 4096; }\n"
        f"http {{\naccess_log off;\n{kept}\n{site}\n}}\n"
    )


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    last = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < last and process.poll() is None:
        with socket.socket() as line:
            if line.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("nginx does not start")
