"""Files that are whole or not there, and one writer at a time."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from channels import files


def test_a_file_is_replaced_whole_and_leaves_nothing_beside_it(tmp_path):
    path = tmp_path / "deep" / "file"
    files.replace(path, b"one")
    files.replace(path, b"two")
    assert path.read_bytes() == files.read(path) == b"two"
    assert list(path.parent.iterdir()) == [path]
    assert path.stat().st_mode & 0o777 == 0o644


def test_a_write_that_fails_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "file"
    files.replace(path, b"old")

    def full(_descriptor) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        files.replace(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_lines_are_put_behind_what_is_there_whether_it_ends_in_a_line_or_not(tmp_path):
    path = tmp_path / "file"
    assert files.longer(path, "a\n", head="head\n") == b"head\na\n"
    for written in (b"x\n", b"x"):
        path.write_bytes(written)
        assert files.longer(path, "a\n", head="head\n") == b"x\na\n"
    assert files.read(tmp_path / "none") is None
    assert files.lines(tmp_path / "none") == []
    path.write_bytes(b"a\n\xff\n")
    assert files.lines(path) == ["a", "\ufffd"]


def test_writers_wait_for_each_other(tmp_path):
    path = tmp_path / "file"

    def write(number: int) -> None:
        with files.alone(tmp_path):
            files.replace(path, files.longer(path, f"{number}\n"))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(24)))
    assert sorted(map(int, files.lines(path))) == list(range(24))


def test_a_writer_that_was_killed_holds_nobody(tmp_path):
    code = f"""
import os
from pathlib import Path
from channels import files
with files.alone(Path({str(tmp_path)!r})):
    os.kill(os.getpid(), 9)
"""
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == -9
    with files.alone(tmp_path):
        assert True


def test_a_lock_that_does_not_come_is_an_error(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "LONGEST_WAIT", 0.05)
    with files.alone(tmp_path), pytest.raises(OSError, match="locked"), files.alone(tmp_path):
        pass


def test_who_only_looks_sees_whether_a_folder_is_taken_and_takes_nothing(tmp_path):
    assert not files.is_taken(tmp_path / "none")
    with files.alone(tmp_path):
        assert files.is_taken(tmp_path)
        with pytest.raises(files.FolderTaken), files.alone(tmp_path, wait=0.0):
            pass
        assert files.is_taken(tmp_path)
    assert not files.is_taken(tmp_path)
    with files.alone(tmp_path, wait=0.0):
        pass


def test_a_folder_that_cannot_be_held_is_not_taken_by_another(tmp_path):
    (tmp_path / files.LOCK).mkdir()
    with pytest.raises(OSError, match="nothing can be written") as fault, files.alone(tmp_path):
        pass
    assert not isinstance(fault.value, files.FolderTaken)
    assert not files.is_taken(tmp_path)


def test_a_folder_is_filled_whole_or_not_at_all(tmp_path):
    folder = tmp_path / "new" / "folder"
    assert files.fill(folder, [("a", b"1"), ("deep/b", b"2")]) == 2
    assert (folder / "deep" / "b").read_bytes() == b"2"
    with pytest.raises(FileExistsError):
        files.fill(folder, [("c", b"3")])
    assert sorted(path.name for path in folder.parent.iterdir()) == ["folder"]

    def broken():
        yield "a", b"1"
        raise OSError("no space left")

    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(OSError, match="no space"):
        files.fill(empty, broken())
    assert list(empty.iterdir()) == []
    assert files.fill(empty, [("a", b"1")]) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty", "new"]
