"""The rules of the house, each with a test that fails when it is broken."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path
from typing import TypeVar, overload

import pytest

from tests.support.lanes import spread
from tests.support.trees import every_node, tree

ROOT = Path(__file__).parents[1]
CHANNELS = sorted((ROOT / "channels").rglob("*.py"))
COMPONENTS = sorted((ROOT / "components").rglob("*.py"))
SERVER = sorted((ROOT / "server").rglob("*.py"))
CODE = [*CHANNELS, *COMPONENTS, *SERVER, ROOT / "app.py", ROOT / "asgi.py"]
EDGES = (
    "channels/__main__.py",
    "channels/clock.py",
    "channels/commands/",
    "channels/export/",
    "channels/files.py",
    "channels/panel/",
    "channels/readers/",
    "channels/refresh/",
    "channels/store/",
    "channels/upkeep/",
)
"""What is not the core of the domain."""
COMMANDS = ("channels/__main__.py", "channels/commands/")
CORE = [path for path in CHANNELS if not path.relative_to(ROOT).as_posix().startswith(EDGES)]
STREAMLIT = ("components/pages/", "components/widgets/", "server/", "app.py", "asgi.py")
"""Who may know Streamlit."""
Node = TypeVar("Node", bound=ast.AST)
Other = TypeVar("Other", bound=ast.AST)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@overload
def nodes(path: Path, kind: type[Node], /) -> Iterator[Node]: ...
@overload
def nodes(path: Path, kind: type[Node], other: type[Other], /) -> Iterator[Node | Other]: ...
def nodes(path: Path, *kinds: type[ast.AST]) -> Iterator[ast.AST]:
    return (node for node in every_node(path) if isinstance(node, kinds))


def imports(path: Path) -> set[str]:
    """The names of the modules that a file imports, wherever in it."""
    found = set()
    for node in nodes(path, ast.Import, ast.ImportFrom):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        else:
            assert node.level == 0, f"{name(path)} imports relatively"
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def packages(path: Path) -> set[str]:
    return {module.split(".")[0] for module in imports(path)}


def called(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Every call with the last name of what is called."""
    for node in nodes(path, ast.Call):
        function = node.func
        if isinstance(function, ast.Attribute):
            yield function.attr, node
        elif isinstance(function, ast.Name):
            yield function.id, node


def test_the_code_was_found():
    assert len(CHANNELS) > 15
    assert len(COMPONENTS) > 7
    assert len(CORE) > 12
    assert ROOT / "app.py" in CODE


# Who may import whom


def contracts_hold(folder: Path) -> "subprocess.CompletedProcess[str]":
    """Run import-linter in a folder, as `lint-imports` does."""
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    return subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False, timeout=120
    )


def test_the_import_contracts_hold():
    done = contracts_hold(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("copy")
    for package in ("channels", "components", "server"):
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


@pytest.mark.parametrize(
    ("file", "line"),
    spread(
        [
            ("channels/pricing/fees.py", "from channels.dataset.dataset import Dataset"),
            ("channels/gaps/indicators.py", "from channels.compare.comparison import compare"),
            ("channels/compare/comparison.py", "from channels.readers.ecb_history import dollars"),
            ("channels/compare/comparison.py", "from channels.refresh.intake import questions"),
            ("channels/readers/cbar.py", "from channels.refresh.intake import questions"),
            ("channels/compare/comparison.py", "from channels.store.rooms import counts"),
            ("channels/workshop/room.py", "import sqlalchemy"),
            ("channels/records/forms.py", "import pyxform"),
            ("channels/collect/practices_survey.py", "from channels.store.replies import kept"),
            ("channels/dataset/loading.py", "from channels.collect.practices_survey import findings"),
            ("channels/store/engine.py", "from channels.store.rooms import counts"),
            ("channels/dataset/loading.py", "import pandas"),
            ("channels/dataset/loading.py", "import httpx"),
            ("channels/compare/serialise.py", "from channels.panel import storage"),
            ("channels/readers/rpw.py", "from channels.panel import storage"),
            ("channels/panel/storage.py", "from components.i18n import words"),
            ("channels/dataset/checks.py", "import streamlit"),
            ("channels/pricing/offers.py", "from components.i18n import words"),
            ("components/i18n.py", "import streamlit"),
            ("components/words/offers.py", "from components.widgets import state"),
            ("components/widgets/theme.py", "from components.pages.recipient import cards"),
            ("components/widgets/state.py", "from components.pages.recipient import page"),
            ("components/pages/faults.py", "from server.addresses import places"),
        ],
        each=6,
    ),
)
def test_a_forbidden_import_breaks_a_contract(copy, file, line):
    path = copy / file
    kept = path.read_text(encoding="utf-8")
    try:
        path.write_text(kept + f"\n{line}\n", encoding="utf-8")
        done = contracts_hold(copy)
    finally:
        path.write_text(kept, encoding="utf-8")
    assert done.returncode == 1, line
    assert "BROKEN" in done.stdout


def listed() -> set[str]:
    """The rooms and modules that a contract puts in order."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    return {
        part.strip()
        for contract in config["contracts"]
        if contract["type"] == "layers"
        for layer in contract["layers"]
        for part in layer.split("|")
    } - {"channels"}


def test_every_module_stands_in_the_order_of_the_layers():
    rooms = listed()
    for path in [*CHANNELS, *COMPONENTS, *SERVER]:
        module = name(path).removesuffix(".py").replace("/", ".").removesuffix(".__init__")
        if module not in ("channels", "components"):
            assert any(module == room or module.startswith(room + ".") for room in rooms), module


ROOMS = [path for path in CODE if path.name == "__init__.py" and "migrations" not in path.parts]


def test_a_room_says_what_it_is_for_and_what_it_may_import_and_has_no_code():
    for path in ROOMS:
        (said,) = tree(path).body
        assert isinstance(said, ast.Expr), name(path)
        text = ast.get_docstring(tree(path)) or ""
        assert re.search(r"Imports? (nothing|only|the|of|what)", text), name(path)


def test_only_the_composition_roots_import_the_roots():
    for path in [*CHANNELS, *COMPONENTS, *SERVER]:
        assert packages(path) & {"app", "asgi", "tests"} == set(), name(path)


def room_of(path: Path) -> str:
    """The folder of a module; a module beside the rooms is a room of its own."""
    folder = name(path).rpartition("/")[0]
    return folder if "/" in folder or folder == "server" else name(path).removesuffix(".py")


READ_ARRIVALS = {"channels/store/backup.py", "components/pages/steward/arrivals.py", "server/arrivals.py"}
"""Who may know the reports of what arrived as they are kept: the backup, the desk, and what takes them."""


def test_reports_of_what_arrived_go_to_the_desk_and_into_nothing_that_is_published():
    readers = {name(path) for path in CODE if imports(path) & {"channels.store.arrivals"}}
    assert readers == READ_ARRIVALS
    tables = {name(path) for path in CODE if "channels.store.tables.ARRIVALS" in imports(path)}
    assert tables == {"channels/store/arrivals.py", "channels/store/backup.py"}


def test_no_rooms_and_no_files_import_each_other_in_a_circle():
    files = {name(path).removesuffix(".py").replace("/", "."): path for path in CODE}
    by_file = {
        module: {found for found in imports(path) if found in files} - {module}
        for module, path in files.items()
    }
    by_room: dict[str, set[str]] = {}
    for module, found in by_file.items():
        here = room_of(files[module])
        by_room.setdefault(here, set()).update({room_of(files[other]) for other in found} - {here})
    assert tuple(TopologicalSorter(by_file).static_order())
    assert tuple(TopologicalSorter(by_room).static_order())
    assert len(by_room) > 20


# How large a thing may be

LONG_BY_NATURE = ("channels/store/migrations/",)
"""A released migration is not edited."""
LARGEST_MODULE, LARGEST_PAGE, LARGEST_FUNCTION = 400, 200, 70
PAGES = [path for path in COMPONENTS if name(path).startswith("components/pages/")]


def test_a_module_and_its_functions_are_short_enough_to_be_read():
    for path in CODE:
        if name(path).startswith(LONG_BY_NATURE):
            continue
        lines = path.read_text(encoding="utf-8").count("\n")
        is_page = path.name == "page.py" and path in PAGES
        assert lines <= (LARGEST_PAGE if is_page else LARGEST_MODULE), (name(path), lines)
        for node in nodes(path, ast.FunctionDef, ast.AsyncFunctionDef):
            length = node.end_lineno - node.lineno + 1
            assert length <= LARGEST_FUNCTION, (name(path), node.name, length)


def test_no_two_public_classes_have_one_name():
    homes: dict[str, list[str]] = {}
    for path in CODE:
        for node in tree(path).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes.setdefault(node.name, []).append(name(path))
    assert {called: at for called, at in homes.items() if len(at) > 1} == {}
    assert len(homes) > 150


def test_the_core_needs_the_standard_library_and_pydantic_alone():
    allowed = {"channels", "pydantic", "pydantic_core"} | set(sys.stdlib_module_names)
    for path in CORE:
        assert packages(path) - allowed == set(), name(path)


def test_the_domain_never_imports_the_page():
    for path in CHANNELS:
        if not name(path).startswith(COMMANDS):
            assert "components" not in packages(path), name(path)
        assert "streamlit" not in packages(path), name(path)


def test_only_pages_widgets_and_the_server_know_streamlit():
    knowing = {name(path) for path in CODE if "streamlit" in packages(path)}
    assert len(knowing) > 10
    assert all(part.startswith(STREAMLIT) for part in knowing), knowing


def test_nothing_but_an_edge_reaches_for_the_network():
    network = {"socket", "urllib3", "http", "httpx", "requests", "ftplib", "smtplib", "aiohttp", "ssl"}
    for path in [*CORE, *COMPONENTS]:
        assert packages(path) & network == set(), name(path)
        assert not any(module.startswith("urllib.request") for module in imports(path)), name(path)


# Files, and who opens them

OPENING = {"open", "read_text", "read_bytes", "loads", "load", "read_csv", "read_excel", "read_po", "fdopen"}


def opens(path: Path) -> bool:
    """Whether a file's own code opens or parses files."""
    for what, call in called(path):
        receiver = call.func.value if isinstance(call.func, ast.Attribute) else None
        of = receiver.id if isinstance(receiver, ast.Name) else ""
        if what in ("load", "loads") and of not in ("tomllib", "json", "pickle", "csv"):
            continue
        if what in OPENING:
            return True
    return bool(packages(path) & {"tomllib"})


def test_files_are_opened_by_the_dataset_the_catalogues_the_paper_and_the_keepers_of_files_alone():
    expected = {
        "channels/dataset/loading.py",
        "channels/files.py",
        "channels/readers/ddh.py",  # parse bytes that they are given
        "channels/readers/exact_json.py",
        "channels/readers/downloading.py",  # takes a file to the disk piece by piece
        "channels/readers/guarded.py",  # reads what its own child says
        "channels/store/backup.py",
        "channels/store/engine.py",  # makes the store's file for its owner alone
        "channels/store/mending.py",
        "channels/store/published_files.py",
        "channels/store/receipts.py",  # opens a picture out of bytes that it is given
        "channels/upkeep/login.py",
        "components/i18n.py",
        "components/paper/typeset.py",
        "server/routes/kept.py",  # sends the picture of the manifest
        "server/kept_data.py",  # reads what an earlier start kept
        "server/make_small_files.py",  # reads Streamlit's fonts and the words that are drawn in them
        "server/middleware/small_files.py",
        "server/announced.py",  # reads which files Streamlit's own page asks for
        "server/secrets.py",
        "server/server_secret.py",
    }
    expected |= {"channels/export/package_changes.py"}  # reads packages that were exported before
    expected |= {f"channels/panel/{part}.py" for part in ("progress", "quotes", "reading", "storage")}
    expected |= {"channels/readers/workbooks.py"}
    assert {name(path) for path in CODE if opens(path)} == expected


def test_files_under_data_are_opened_by_the_dataset_alone():
    code = """
import sys
from pathlib import Path
root = Path.cwd()
data = str(root / "data")
seen = set()
def watch(event, parts):
    if event == "open" and isinstance(parts[0], str) and str(Path(parts[0]).absolute()).startswith(data):
        frame = sys._getframe(1)
        while frame is not None:
            file = frame.f_code.co_filename
            if file.startswith(str(root)):
                seen.add(Path(file).relative_to(root).as_posix())
                break
            frame = frame.f_back
        else:
            seen.add("?")
sys.addaudithook(watch)
from typer.testing import CliRunner
from channels.__main__ import app
from components.words import offers
runner = CliRunner()
for arguments in (["check"], ["check", "--data=data/teaching"]):
    assert runner.invoke(app, arguments).exit_code == 0
for form in ("text", "json", "csv"):
    for name in ("real", "teaching"):
        arguments = ["compare", "RU", "AZ", "--send=20000", "--day=2026-11-21"]
        assert runner.invoke(app, [*arguments, f"--set={name}", f"--format={form}"]).exit_code == 0
print(sorted(seen))
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "PULYOLU_VAR": str(ROOT / "tests" / "no_such_folder")},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "['channels/dataset/loading.py']"


@pytest.mark.whole
def test_importing_any_module_reads_no_file_of_ours():
    modules = [name(path).removesuffix(".py").replace("/", ".") for path in [*CHANNELS, *COMPONENTS]]
    modules = [m.removesuffix(".__init__") for m in modules if not m.endswith(("__main__", "migrations.env"))]
    code = f"""
import sys
from pathlib import Path
root = Path.cwd()
for module in ("streamlit", "xlsxwriter", "babel.messages.pofile", "pydantic"):
    __import__(module)
seen = []
def watch(event, parts):
    if event == "open" and isinstance(parts[0], str):
        path = Path(parts[0]).absolute()
        if path.is_relative_to(root) and path.suffix in (".toml", ".csv", ".po"):
            seen.append(str(path))
sys.addaudithook(watch)
for module in {modules!r}:
    __import__(module)
print(seen)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"


# The clock

CLOCK = {"now", "utcnow", "today", "time", "time_ns", "localtime", "gmtime", "fromtimestamp"}


def test_one_module_reads_the_clock():
    reading = set()
    for path in CODE:
        for what, call in called(path):
            of = call.func.value if isinstance(call.func, ast.Attribute) else None
            if what in CLOCK and isinstance(of, ast.Name) and of.id in ("datetime", "date", "time"):
                reading.add(name(path))
    # What a stopped import left is told by its file's own age, which the file system keeps.
    assert reading == {"channels/clock.py", "channels/panel/storage.py"}


def test_one_module_says_what_is_in_force():
    reading = {
        name(path) for path in CODE for node in nodes(path, ast.Attribute) if node.attr == "superseded"
    }
    assert reading == {"channels/records/in_force.py"}


def test_no_test_reads_the_day_past_the_clock_that_is_set():
    past = re.compile(r"\b(datetime|date)\s*\.\s*(now|today|utcnow)\s*\(")
    for path in sorted((ROOT / "tests").rglob("*.py")):
        assert not past.search(path.read_text(encoding="utf-8")), name(path)
    assert past.search("when = datetime" + ".now(UTC)")


# The page

SESSION = {"session_state", "query_params"}
KEEPERS = {
    f"components/widgets/{part}.py" for part in ("choices", "completed_actions", "fields", "sliders", "state")
}


def test_only_what_keeps_the_readers_choices_touches_the_session_and_the_address():
    touching = set()
    for path in [*CHANNELS, *COMPONENTS, ROOT / "app.py"]:
        for node in nodes(path, ast.Attribute, ast.Constant):
            said = node.attr if isinstance(node, ast.Attribute) else node.value
            if said in SESSION:
                touching.add(name(path))
    assert touching == KEEPERS


DRAWN = {
    "components/charts/hover.py",
    "components/charts/offers.py",
    "components/charts/amounts.py",
    "components/charts/frame.py",
    "components/charts/lanes.py",
    "components/charts/plots.py",
}


HTML = (
    "components/widgets/theme.py",
    "components/paper/moodle.py",
    "server/routes/loading_screen.py",
    "server/routes/lost_connection.py",
)


def test_no_html_is_written_but_a_stylesheet_and_the_three_lines_of_script():
    for path in CODE:
        for given in nodes(path, ast.keyword):
            assert given.arg != "unsafe_allow_html", name(path)
    writing = [(name(path), call) for path in CODE for what, call in called(path) if what == "html"]
    assert [where for where, _ in writing] == ["components/widgets/theme.py"] * 4
    laid = sorted(ast.unparse(call.args[0]) for _, call in writing)[:3]
    assert laid == ["DASHBOARD", "SLIDES", "STYLESHEET"]
    # Moodle's questions are HTML by their form; no page of ours shows them.
    # The loading screen, and what stands there when the line is lost, are in Streamlit's own page.
    for path in CODE:
        if name(path) not in HTML:
            for node in nodes(path, ast.Constant):
                if isinstance(node.value, str):
                    # Plotly breaks lines and sets bold by these marks; it draws both as SVG.
                    text = re.sub("</?b>|<br>", "", node.value) if name(path) in DRAWN else node.value
                    assert not re.search(r"<(script|style|div|span|b|br|p)\b", text, re.I), name(path)


EMOJI = re.compile(
    "[\U0001f000-\U0001faff\U0001fb00-\U0001fbff\u2600-\u27bf\u2b00-\u2bff\u231a-\u23ff\ufe0f\u20e3"
    "\U000e0020-\U000e007f]"
)


def test_there_is_no_emoji_in_the_code_or_the_catalogues():
    files = [*CODE, *(ROOT / "components" / "locales").glob("*.po")]
    files += [*(ROOT / "data").rglob("*.toml"), ROOT / ".streamlit" / "config.toml"]
    assert len(files) > 60
    for path in files:
        found = EMOJI.search(path.read_text(encoding="utf-8"))
        assert found is None, (name(path), found)
    assert EMOJI.search("\N{HOUSE BUILDING}")
    assert not EMOJI.search("20 000 ₼ — “İ” · −5 → °")


def test_capitals_stand_in_the_catalogue_and_are_made_by_no_library():
    for path in COMPONENTS:
        for what, call in called(path):
            assert what not in ("upper", "capitalize", "swapcase", "capwords"), name(path)
            if what == "title":
                # st.title(...) is a heading; text.title() would be upper-casing.
                assert call.args, name(path)


def test_no_sentence_for_readers_stands_in_the_code():
    three_words = re.compile(r"[^\W\d_]{2,} [^\W\d_]{2,} [^\W\d_]{2,}")
    for path in COMPONENTS:
        for node in nodes(path, ast.Call):
            if not ast.unparse(node.func).startswith("st."):
                continue
            for part in node.args:
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    command = part.value.startswith("python -m")
                    assert command or not three_words.search(part.value), (name(path), part.value)


# Figures and style


def test_there_is_no_float_in_the_core():
    for path in CORE:
        for node in nodes(path, ast.Constant):
            assert not isinstance(node.value, float), f"{name(path)}:{node.lineno}"
        for what, call in called(path):
            assert what != "float", f"{name(path)}:{call.lineno}"


def test_the_core_asks_no_clock_and_no_chance():
    for path in CORE:
        assert packages(path) & {"random", "time", "secrets", "uuid", "os"} == set(), name(path)
        for what, call in called(path):
            assert what not in ("today", "now", "utcnow", "print", "input", "eval", "exec"), (
                f"{name(path)}:{call.lineno}"
            )


def test_a_module_begins_with_a_sentence_and_leaves_nothing_to_do():
    for path in CODE:
        said = ast.get_docstring(tree(path))
        assert said, name(path)
        assert said.split("\n")[0].endswith((".", ",")) or "\n" in said, name(path)
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\b(TODO|FIXME|HACK)\b", text), name(path)


def test_nothing_is_swallowed_in_silence():
    for path in CODE:
        for node in nodes(path, ast.ExceptHandler):
            assert node.type is not None, f"{name(path)}:{node.lineno}"
            assert not (isinstance(node.type, ast.Name) and node.type.id in ("Exception", "BaseException")), (
                f"{name(path)}:{node.lineno}"
            )
            assert not all(isinstance(line, ast.Pass) for line in node.body), f"{name(path)}:{node.lineno}"


def test_every_public_function_and_class_says_what_it_is():
    for path in CODE:
        for node in tree(path).body:
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
                assert ast.get_docstring(node), f"{name(path)}: {node.name}"


def test_no_test_is_skipped_and_none_only_passes():
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if not (isinstance(node, ast.FunctionDef) and node.name.startswith("test_")):
                continue
            body = [part for part in node.body if not isinstance(part, ast.Pass)]
            rest = [p for p in body if not (isinstance(p, ast.Expr) and isinstance(p.value, ast.Constant))]
            assert rest, f"{name(path)}: {node.name}"
            for mark in node.decorator_list:
                shown = ast.unparse(mark)
                assert "skip" not in shown, f"{name(path)}: {node.name}"
                assert "xfail" not in shown, f"{name(path)}: {node.name}"
                assert "max_examples" not in shown, f"{name(path)}: {node.name}: the profile says how many"
