"""A real PostgreSQL server in a folder of its own, for tests: on loopback, and gone afterwards."""

import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from tests.server import free_port

USER = "pulyolu"


def programs() -> Path:
    """The folder with `initdb` and `pg_ctl`, of the newest version there is."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    if found:
        return found[-1]
    there = shutil.which("initdb")
    if there is None:
        raise RuntimeError("PostgreSQL is missing; on Debian: sudo apt-get install postgresql")
    return Path(there).resolve().parent


@contextmanager
def running() -> Iterator[str]:
    """The address of a server that runs until the block ends, however it ends."""
    folder = Path(tempfile.mkdtemp(prefix="pulyolu-pg-"))
    # PostgreSQL refuses to run as root.
    who = {"user": "nobody", "group": "nogroup"} if os.geteuid() == 0 else {}
    if who:
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    port, place = free_port(), folder / "data"

    def run(program: str, *arguments: str) -> None:
        command = [str(programs() / program), "-D", str(place), *arguments]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, **who)
        if done.returncode:
            log = folder / "log"
            raise RuntimeError(done.stderr + (log.read_text() if log.exists() else ""))

    settings = f"-p {port} -h 127.0.0.1 -k {folder} -c fsync=off -c synchronous_commit=off"
    try:
        run("initdb", "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        run("pg_ctl", "start", "-w", "-t", "60", "-l", str(folder / "log"), "-o", settings)
        try:
            yield f"postgresql://{USER}@127.0.0.1:{port}/postgres"
        finally:
            run("pg_ctl", "stop", "-w", "-m", "immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def database(server: str) -> Iterator[str]:
    """The address of an empty database on a server, dropped afterwards."""
    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield server.rsplit("/", 1)[0] + f"/{name}"
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
