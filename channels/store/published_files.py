"""Published files that several machines share: PostgreSQL keeps them, and each machine's folder follows it.

On SQLite the folder itself is what is kept, and nothing here does more than let one writer in at a time.
"""

import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, Engine, bindparam, delete, func, make_url, select, text
from sqlalchemy.exc import SQLAlchemyError

from channels import files
from channels.refresh import fetch_log
from channels.refresh.publishing import ID, TABLE, ids_of
from channels.refresh.setting import Turn, own_turn
from channels.store.engine import address, one_step, reading, shared
from channels.store.faults import StoreError, StoreFault
from channels.store.tables import PUBLISHED_FILES, PUBLISHED_STATE

CHANNEL = "pulyolu_published"
"""Where PostgreSQL tells all who listen that something was published."""
ONE_AT_A_TIME = 7_106_204
"""The number of PostgreSQL's lock under which is published."""
DRAFT = ".turn-"
"""How the folder begins in which the next state is made."""
FOLLOWED = "followed"
"""The file that says that a machine's folder has followed the store before."""
ASIDE = Path("set_aside") / "before_sharing"
SOURCES = "sources.toml"
NAME = re.compile(r"\w[\w.-]*(/\w[\w.-]*)*")


def is_shared(engine: Engine) -> bool:
    """Whether several machines may publish into a store."""
    return engine.dialect.name != "sqlite"


@contextmanager
def turn(engine: Engine, over: Path | None) -> Iterator[Path]:
    """Be the only one who publishes; the folder in which the published files are to be changed.

    On SQLite that is the readers' folder itself. On PostgreSQL it is a copy of what is published now: what
    the block leaves there, and what it writes in the store, count together or not at all, and then the
    readers' folder of this machine follows. Raises `StoreError`, SQLAlchemyError and OSError.
    """
    assert over is not None
    folder = fetch_log.folder(over.parent)
    with files.alone(folder):
        if not is_shared(engine):
            yield over
            return
        with one_step(engine) as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": ONE_AT_A_TIME})
            _follow(engine, over)
            for left in folder.glob(f"{DRAFT}*"):
                # Of one that was killed: who publishes here is alone.
                shutil.rmtree(left, ignore_errors=True)
            with TemporaryDirectory(dir=folder, prefix=DRAFT) as scratch:
                staged = Path(scratch) / over.name
                if over.is_dir():
                    shutil.copytree(over, staged)
                yield staged
                _keep(connection, _read(staged))
        _follow(engine, over)


def turn_of(environ: Mapping[str, str]) -> Turn:
    """What is published under where an environment's store need not be open; it raises OSError alone."""

    @contextmanager
    def in_store(over: Path) -> Iterator[Path]:
        try:
            with turn(shared(address(environ)), over) as staged:
                yield staged
        except (StoreError, SQLAlchemyError) as error:
            raise OSError("the store does not answer") from error

    try:
        is_file = make_url(address(environ)).drivername == "sqlite"
    except StoreError:
        # Nobody can share what no address names.
        is_file = True
    return own_turn if is_file else in_store


def follow(engine: Engine, over: Path) -> int | None:
    """Make a machine's folder hold what the store keeps; the number of that state, None before the first.

    Files are replaced one by one, in an order in which the data hold at each step. What a folder held before
    it followed for the first time stays in `set_aside`. Raises `StoreError`, SQLAlchemyError and OSError.
    """
    with files.alone(fetch_log.folder(over.parent)):
        return _follow(engine, over)


def state(engine: Engine) -> int | None:
    """The number of what is published now; None before the first. Raises `StoreError` and SQLAlchemyError."""
    with reading(engine) as connection:
        return _state(connection)


def _state(connection: Connection) -> int | None:
    number: int | None = connection.scalar(select(PUBLISHED_STATE.c.number))
    return number


def _follow(engine: Engine, over: Path) -> int | None:
    here = {name: sha256(content).hexdigest() for name, content in _read(over).items()}
    with reading(engine) as connection:
        number = _state(connection)
        if number is None:
            return None
        columns = PUBLISHED_FILES.c
        kept = {row.path: row.sha256 for row in connection.execute(select(columns.path, columns.sha256))}
        changed = [name for name, digest in kept.items() if here.get(name) != digest]
        found = connection.execute(
            select(columns.path, columns.content).where(columns.path.in_(changed))
        ).all()
    if any(not NAME.fullmatch(name) for name in kept):
        raise StoreError(StoreFault.DAMAGED, engine.url.render_as_string())
    gone = sorted(here.keys() - kept.keys())
    if found or gone:
        _put_aside(over)
        _lay(over, {row.path: bytes(row.content) for row in found}, gone)
    mark = fetch_log.folder(over.parent) / FOLLOWED
    if not mark.exists():
        files.replace(mark, b"")
    return number


def _put_aside(over: Path) -> None:
    """Keep a copy of a folder that never followed before."""
    aside = over.parent / ASIDE
    if over.is_dir() and not aside.exists() and not (fetch_log.folder(over.parent) / FOLLOWED).exists():
        shutil.copytree(over, aside)


def _lay(over: Path, changed: Mapping[str, bytes], gone: list[str]) -> None:
    # Sources come first and go last: a price without one would be a fault, a source without a price is none.
    sources = changed.get(SOURCES)
    if sources is not None:
        files.replace(over / SOURCES, _with_older(sources, files.read(over / SOURCES) or b""))
    for name in sorted(changed.keys() - {SOURCES}):
        files.replace(over / name, changed[name])
    for name in sorted(gone, key=lambda name: name == SOURCES):
        (over / name).unlink(missing_ok=True)
    if sources is not None and files.read(over / SOURCES) != sources:
        files.replace(over / SOURCES, sources)


def _with_older(new: bytes, old: bytes) -> bytes:
    """The new sources, and behind them those of the old ones that they lack."""
    known = ids_of(new)
    blocks = TABLE.split(old.decode(errors="surrogateescape"))
    named = ((ID.search(block), block) for block in blocks)
    left = "".join(block for id, block in named if id is not None and id[1] not in known)
    return new + (b"\n" + left.encode(errors="surrogateescape") if left else b"")


def _keep(connection: Connection, here: Mapping[str, bytes]) -> None:
    """Make the store hold these files, and tell the others if that is anything new."""
    columns = PUBLISHED_FILES.c
    kept = {row.path: row.sha256 for row in connection.execute(select(columns.path, columns.sha256))}
    rows = [
        {"path": name, "sha256": sha256(content).hexdigest(), "content": content}
        for name, content in here.items()
    ]
    new = [row for row in rows if kept.get(str(row["path"])) != row["sha256"]]
    gone = [*(kept.keys() - here.keys()), *(str(row["path"]) for row in new)]
    before = _state(connection)
    if not new and not gone and (before is not None or not here):
        return
    if gone:
        connection.execute(delete(PUBLISHED_FILES).where(columns.path == bindparam("old")), [
            {"old": name} for name in gone
        ])  # fmt: skip
    if new:
        connection.execute(PUBLISHED_FILES.insert(), new)
    number = (before or 0) + 1
    connection.execute(delete(PUBLISHED_STATE))
    connection.execute(PUBLISHED_STATE.insert().values(number=number))
    connection.execute(select(func.pg_notify(CHANNEL, str(number))))


def _read(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by its name there; none of what is being written."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    named = ((path.relative_to(folder), path) for path in paths)
    return {
        name.as_posix(): path.read_bytes()
        for name, path in named
        if not any(part.startswith(".") for part in name.parts)
    }
