"""What is shipped for a public server agrees with the program: settings, units, commands, proxy."""

import configparser
import re
from pathlib import Path

import pytest
import typer.main
from typer.core import TyperGroup

from channels.__main__ import app
from channels.collect.stewards import DeskAccess
from components.i18n import LANGUAGES, words
from server.log_lines import as_json
from server.make_away_pages import FOLDER, make
from server.routes.metrics import FORWARDED
from server.routes.metrics import PATH as METRICS
from server.routes.ready import PATH as READY
from server.settings import Settings, desk_of

DEPLOY = Path(__file__).parents[1] / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
README = (DEPLOY / "README.md").read_text("utf-8")
SITE = (DEPLOY / "nginx" / "pulyolu.conf").read_text("utf-8")
SNIPPET = (DEPLOY / "nginx" / "pulyolu-proxy.conf").read_text("utf-8")


def environ() -> dict[str, str]:
    lines = (DEPLOY / "pulyolu.env").read_text("utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


class Unit(configparser.ConfigParser):
    """A unit of systemd, whose names keep their capitals."""

    def optionxform(self, optionstr: str) -> str:
        return optionstr


def unit(path: Path) -> configparser.ConfigParser:
    found = Unit(strict=False, interpolation=None)
    found.read_string(path.read_text("utf-8"))
    return found


def test_every_shipped_setting_is_one_that_there_is():
    said = (DEPLOY / "pulyolu.env").read_text("utf-8")
    known = (DEPLOY.parent / "docs" / "settings.md").read_text("utf-8")
    named = re.findall(r"^#?([A-Z_]+)=", said, re.M)
    assert len(named) > 8
    assert {name for name in named if f"`{name}`" not in known} == set()


def test_the_shipped_settings_shut_the_desk_and_believe_the_proxy_alone():
    found = Settings.of(environ())
    assert (found.address, found.proxies) == ("127.0.0.1", ("127.0.0.1",))
    assert desk_of(environ(), address=found.address, hosts=found.hosts) is DeskAccess.NONE
    assert as_json(environ())
    # The shell and systemd read the file alike: nothing in it has a sign of either.
    assert all(re.fullmatch(r"[\w./:@-]+", value) for value in environ().values())


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_runs_what_there_is_as_the_programs_own_user(path):
    found = unit(path)
    if path.suffix == ".timer":
        assert (path.with_suffix(".service")) in UNITS
        return
    service = found["Service"]
    assert (service["User"], service["EnvironmentFile"]) == ("pulyolu", "/etc/pulyolu.env")
    assert service["ProtectSystem"] == "strict"
    assert environ()["PULYOLU_VAR"] == f"/var/lib/{service['StateDirectory']}"
    if "channels" in service["ExecStart"]:
        (command,) = re.findall(r"-m channels (\w+)", service["ExecStart"])
        group = typer.main.get_command(app)
        assert isinstance(group, TyperGroup)
        assert command in group.commands
        assert service["ReadWritePaths"] == environ()["PULYOLU_BACKUPS"]
    else:
        assert service["ExecStart"].endswith(" asgi.py")
        port = Settings.of(environ()).port
        assert f"server 127.0.0.1:{port} " in SITE
        assert f"http://127.0.0.1:{port}{READY}" in README


def test_the_readme_installs_every_file():
    for path in (*DEPLOY.glob("*"), *DEPLOY.glob("*/*")):
        if path.is_file() and path.name != "README.md":
            folder = path.parent.name
            assert f"deploy/{path.name}" in README or re.search(rf"deploy/{folder}/(\*|{path.name})", README)


def test_nginx_says_who_asks_and_nobody_else_does():
    for header in (*FORWARDED, "x-forwarded-proto"):
        if header != "via":
            assert re.search(rf"^proxy_set_header {header}\s", SNIPPET, re.M | re.I), header
    # A location with a header of its own would lose all of them.
    assert "proxy_set_header" not in SITE
    assert SITE.count("include snippets/pulyolu-proxy.conf;") == SITE.count("proxy_pass ")
    for path in (METRICS, READY):
        assert f"location = {path} {{ return 404; }}" in SITE


def test_the_shipped_pages_say_what_to_do_in_every_language(tmp_path):
    make(tmp_path)
    shipped = {path.name: path.read_bytes() for path in FOLDER.iterdir()}
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == shipped
    assert FOLDER.relative_to(DEPLOY.parent).as_posix() in SITE
    for language in LANGUAGES:
        page = shipped[f"{language}.html"].decode()
        assert words(language)("away.what") in page
        assert f"{language} {language};" in SITE
