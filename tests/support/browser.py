"""Real browsers for the tests, Chromium and w3m, and nginx: found here, or installed by `make test`."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")


def chromium() -> str | None:
    """The path of a Chromium: named in `PULYOLU_CHROMIUM`, on the PATH, or Playwright's; or None."""
    named = os.environ.get("PULYOLU_CHROMIUM")
    if named:
        return named
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return found
    if MAC.exists():
        return str(MAC)
    return _playwrights_own()


def _playwrights_own() -> str | None:
    code = (
        "from playwright.sync_api import sync_playwright as start\n"
        "with start() as p: print(p.chromium.executable_path)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    path = done.stdout.strip()
    return path if path and Path(path).exists() else None


def w3m() -> str | None:
    """The path of w3m; None where it is not installed."""
    return shutil.which("w3m")


def nginx() -> str | None:
    """The path of nginx, which only `make test-all` needs; None where it is not installed."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


def install() -> None:
    """Install what is missing: the system's packages where that is allowed, else Playwright's Chromium."""
    wanted = (("chromium", chromium()), ("w3m", w3m()), ("nginx", nginx()))
    missing = [name for name, found in wanted if found is None]
    if missing and shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-qq"], check=True)
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing]
        subprocess.run(command, check=True, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})
    elif "chromium" in missing:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)


if __name__ == "__main__":
    install()
    if chromium() is None:
        sys.exit("The tests need a real browser: install Chromium, or name one in PULYOLU_CHROMIUM.")
    if w3m() is None:
        sys.exit("The tests need a text browser: install w3m.")
