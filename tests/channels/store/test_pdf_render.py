"""PDFs of receipts are drawn: what a page shows is kept, whatever else the file holds is not."""

import io
from collections.abc import Callable

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Rectangle
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, TextStringObject

from channels.store import pdf_render, receipts
from channels.store.pdf_render import MOST_PAGES, TALLEST, WIDE, NoPicture

Change = Callable[[PdfWriter], object]


def a_pdf(*changes: Change, pages: int = 1, size: tuple[float, float] = (595, 842)) -> bytes:
    """A PDF with a red square at the left of its head, changed in some ways."""
    writer = PdfWriter()
    for _ in range(pages):
        page = writer.add_blank_page(*size)
        ink = DecodedStreamObject()
        ink.set_data(f"1 0 0 rg 0 {size[1] - 100} 100 100 re f".encode())
        page[NameObject("/Contents")] = writer._add_object(ink)
    for change in changes:
        change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def drawn(content: bytes) -> Image.Image:
    found = Image.open(io.BytesIO(pdf_render.picture(content)))
    assert found.format == "JPEG"
    return found


def is_red(found: Image.Image, x: int, y: int) -> bool:
    red, green, blue = found.getpixel((x, y))
    return red > 200 and green < 60 and blue < 60


def covered(writer: PdfWriter) -> None:
    patch = Rectangle(rect=(-5, 737, 105, 847), interior_color="000000")
    writer.add_annotation(0, patch)


def scripted(writer: PdfWriter) -> None:
    action = {"/S": NameObject("/JavaScript"), "/JS": TextStringObject("app.alert('Aysel')")}
    found = DictionaryObject({NameObject(name): value for name, value in action.items()})
    writer.root_object[NameObject("/OpenAction")] = found


def test_the_pages_stand_one_under_another():
    one, two = drawn(a_pdf()), drawn(a_pdf(pages=2))
    assert one.width == two.width == WIDE
    assert two.height == 2 * one.height
    for top in (0, one.height):
        assert is_red(two, 50, top + 50)
        assert not is_red(two, two.width - 50, top + 50)


@pytest.mark.parametrize(
    "change",
    [
        lambda writer: writer.add_metadata({"/Author": "Aysel"}),
        scripted,
        lambda writer: writer.add_attachment("Aysel.txt", b"Aysel"),
    ],
    ids=["metadata", "script", "attachment"],
)
def test_what_a_page_does_not_show_stays_behind(change):
    content = a_pdf(change)
    assert b"Aysel" in content
    kept = receipts.strip(content)
    assert kept == pdf_render.picture(a_pdf())
    assert b"Aysel" not in kept
    assert not Image.open(io.BytesIO(kept)).getexif()


def test_what_stands_behind_the_end_stays_behind():
    assert receipts.strip(a_pdf() + b"\nPK\x03\x04 Aysel") == pdf_render.picture(a_pdf())


def test_what_was_covered_cannot_be_uncovered():
    """A patch laid over a name is drawn with the page: nothing is left under it."""
    content = a_pdf(covered)
    assert len(PdfReader(io.BytesIO(content)).pages[0]["/Annots"]) == 1
    assert not is_red(drawn(content), 50, 50)


def test_a_page_of_any_size_is_drawn_small():
    for size in ((14_400, 14_400), (20, 14_400), (595, 842)):
        found = drawn(a_pdf(size=size))
        assert found.width <= WIDE + 1
        assert found.height <= TALLEST + 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (a_pdf(pages=MOST_PAGES + 1), "long"),
        (a_pdf(lambda writer: writer.encrypt("secret")), "no_picture"),
        (a_pdf()[:200], "no_picture"),
        (b"%PDF-1.7\n" + b"9" * 100_000, "no_picture"),
        (PdfWriter().pdf_header.encode(), "no_picture"),
    ],
    ids=["long", "locked", "cut off", "nonsense", "nothing"],
)
def test_what_cannot_be_drawn_is_named(content, code):
    with pytest.raises(NoPicture) as error:
        pdf_render.picture(content)
    assert error.value.code == code


def test_drawing_that_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(pdf_render, "SECONDS", 0.01)
    with pytest.raises(NoPicture):
        pdf_render.picture(a_pdf())
