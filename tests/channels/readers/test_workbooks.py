"""Files that are no workbook, or one that would do harm: each ends in one reason, before it is read."""

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
import xlsxwriter

from channels.readers import workbooks
from channels.readers.workbooks import Unreadable, examine
from tests.support.workbooks import Formula, a_service, write_workbook

OLE = bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 504


@pytest.fixture
def whole(tmp_path) -> Path:
    return write_workbook(tmp_path / "whole.xlsx", [a_service(id=at) for at in range(50)])


def refused(path: Path) -> Unreadable:
    with pytest.raises(Unreadable) as fault:
        examine(path)
    return fault.value


def repacked(path: Path, name: str, text: bytes) -> Path:
    """A copy of a workbook with one part replaced."""
    to = path.with_name("changed.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, text if part == name else old.read(part))
    return to


def test_a_whole_workbook_passes(whole):
    examine(whole)


def test_what_is_not_there_or_no_file(tmp_path):
    assert refused(tmp_path / "none.xlsx").code == "no_file"
    assert refused(tmp_path).code == "is_folder"
    assert refused(tmp_path / ("x" * 5_000)).code == "no_file"
    assert refused(Path("/dev/null")).code == "no_file"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"id,period\n1,2021_4Q\n", "not_a_workbook"),
        (b"%PDF-1.7\n", "not_a_workbook"),
        (OLE + "Workbook".encode("utf-16-le"), "old_workbook"),
        (OLE + b"\0" * 2**20 + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"PK\x03\x04 and nothing of the kind", "broken_workbook"),
    ],
)
def test_other_files_under_the_name_of_a_workbook(tmp_path, content, code):
    path = tmp_path / "rpw.xlsx"
    path.write_bytes(content)
    assert refused(path).code == code


def test_a_zip_of_something_else(tmp_path):
    path = tmp_path / "rpw.xlsx"
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr("readme.txt", "hello")
    assert refused(path).code == "not_a_workbook"


def test_a_truncated_workbook(whole):
    content = whole.read_bytes()
    for share in (0.1, 0.5, 0.99):
        whole.write_bytes(content[: int(len(content) * share)])
        assert refused(whole).code == "broken_workbook"


def test_a_workbook_with_a_spoilt_byte(whole):
    content = bytearray(whole.read_bytes())
    content[len(content) // 2] ^= 0xFF
    whole.write_bytes(content)
    assert refused(whole).code == "broken_workbook"


def test_a_file_above_the_limit(whole, monkeypatch):
    monkeypatch.setattr(workbooks, "LARGEST_FILE", 1_000)
    monkeypatch.setattr(workbooks.opened, "__defaults__", (1_000,))
    assert refused(whole).code == "large_file"


def test_a_bomb_that_tells_its_size(whole, monkeypatch):
    monkeypatch.setattr(workbooks, "LARGEST_CONTENT", 2**22)
    bomb = repacked(whole, "xl/worksheets/sheet1.xml", b"0" * 2**23)
    assert bomb.stat().st_size < 2**17
    assert refused(bomb).code == "bomb"


def test_a_bomb_that_lies_about_its_size(whole, monkeypatch):
    """The list of contents says 10 bytes with their checksum; what is packed there is far more."""
    monkeypatch.setattr(workbooks, "LARGEST_CONTENT", 2**22)
    content = b"0" * 2**23
    bomb = repacked(whole, "xl/worksheets/sheet1.xml", content)
    lie = bomb.read_bytes().replace(
        struct.pack("<II", len(zlib_of(content)), len(content)), struct.pack("<II", len(zlib_of(content)), 10)
    )
    assert lie != bomb.read_bytes()
    bomb.write_bytes(lie)
    with zipfile.ZipFile(bomb) as parts:
        assert parts.getinfo("xl/worksheets/sheet1.xml").file_size == 10
    assert refused(bomb).code == "bomb"


def zlib_of(content: bytes) -> bytes:
    """What zipfile makes of it."""
    packer = zlib.compressobj(zlib.Z_DEFAULT_COMPRESSION, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


def test_too_many_parts(tmp_path, monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_PARTS", 20)
    path = tmp_path / "rpw.xlsx"
    with zipfile.ZipFile(path, "w") as parts:
        for at in range(21):
            parts.writestr(f"xl/{at}.xml", "")
    assert refused(path).code == "bomb"


def test_formulas_without_the_values_that_they_came_to(tmp_path):
    rows = [a_service(id=at, cc1_total_cost=Formula("=1+1", "")) for at in range(3)]
    fault = refused(write_workbook(tmp_path / "rpw.xlsx", rows))
    assert (fault.code, fault.holes) == ("formulas", {"n": 3})


def test_formulas_with_values_pass_however_many(tmp_path):
    rows = [a_service(id=at) for at in range(2_000)]
    examine(write_workbook(tmp_path / "rpw.xlsx", rows, helpers=5))


@pytest.mark.parametrize(
    ("cell", "unsaved"),
    [
        (b'<c r="A1"><f>1+1</f><v>2</v></c>', 0),
        (b'<c r="A1"><f>1+1</f><v></v></c>', 1),
        (b'<c r="A1"><f>1+1</f><v/></c>', 1),
        (b'<c r="A1"><f>1+1</f></c>', 1),
        (b'<c r="A1"><f t="shared" si="0"/></c>', 1),
        (b'<c r="A1"><f t="shared" si="0"/><v>3</v></c>', 0),
        (b'<c r="A1" t="str"><f>"" &amp; ""</f><v></v></c>', 0),
        (b'<c r="A1"><v>5</v></c>', 0),
    ],
)
def test_how_a_formula_is_written_in_the_file(whole, cell, unsaved):
    sheet = b'<worksheet><sheetData><row r="1">' + cell * 3 + b"</row></sheetData></worksheet>"
    changed = repacked(whole, "xl/worksheets/sheet1.xml", sheet)
    if unsaved:
        assert refused(changed).holes == {"n": 3}
    else:
        examine(changed)


def test_formulas_are_counted_across_the_pieces_in_which_a_sheet_is_unpacked(whole, monkeypatch):
    monkeypatch.setattr(workbooks, "_CHUNK", 7_001)
    cells = b"".join(b'<c r="A%d"><f>1+1</f></c>' % at for at in range(5_000))
    sheet = b"<worksheet><sheetData><row>" + cells + b"</row></sheetData></worksheet>"
    assert refused(repacked(whole, "xl/worksheets/sheet1.xml", sheet)).holes == {"n": 5_000}


def test_a_workbook_packed_with_a_password_of_zip(whole):
    content = bytearray(whole.read_bytes())
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        start = parts.start_dir
    # The first entry in the list of contents: bit 0 of its flags says encrypted.
    content[start + 8] |= 1
    whole.write_bytes(content)
    assert refused(whole).code == "password"


def test_a_workbook_by_another_writer_of_shared_strings_passes(tmp_path):
    path = tmp_path / "shared.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Dataset").write_row(0, 0, ["id", "period"])
    examine(path)
