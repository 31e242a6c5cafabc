"""Texts in the letters in which spreadsheets save them: read where the file says which, else refused."""

import pytest

from channels.readers.cells import tables
from channels.readers.workbooks import OLD_WORKBOOK, Unreadable
from components.i18n import LANGUAGES, words

TEXT = "ad\tşəhər\r\nЛейла\tGəncə\r\n"
ROWS = [["ad", "şəhər"], ["Лейла", "Gəncə"]]
AZERI, RUSSIAN = "ad;şöhr\r\nİlqar;Gədəbəy\r\n".replace("ə", "e"), "имя;город\r\nЛейла;Гянджа\r\n"


def rows_of(tmp_path, content: bytes) -> list[list[str]]:
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    return next(table.rows for table in tables(path) if table.parted_by == "\t")


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        b"\xef\xbb\xbf" + TEXT.encode(),
        b"\xff\xfe" + TEXT.encode("utf-16-le"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
    ],
    ids=["UTF-8", "UTF-8 with a mark", "Unicode text", "UTF-16 the other way round"],
)
def test_a_text_that_says_its_letters_is_read(tmp_path, content):
    assert rows_of(tmp_path, content) == ROWS


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (AZERI.encode("cp1254"), "other_letters"),
        (RUSSIAN.encode("cp1251"), "other_letters"),
        (RUSSIAN.encode("koi8-r"), "other_letters"),
        (TEXT.encode("utf-16-le"), "other_letters"),
        (TEXT.encode("utf-16-be"), "other_letters"),
        (TEXT.encode("utf-32"), "other_letters"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le") + b"x", "not_csv"),
        (b"ad;fee\r\nx\0;1\r\n", "not_csv"),
        (b"%PDF-1.7\r\n%\xe2\xe3\x01\x02", "not_csv"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\x01\x02", "not_csv"),
        (OLD_WORKBOOK + bytes(600), "old_workbook"),
    ],
)
def test_a_text_whose_letters_nobody_can_tell_is_refused(tmp_path, content, code):
    with pytest.raises(Unreadable) as fault:
        rows_of(tmp_path, content)
    assert fault.value.code == code


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_refusal_says_how_to_save_the_file(language):
    said = words(language)("cli.file_other_letters", file="a.csv")
    assert "CSV UTF-8" in said
