"""Receipts: the picture stays, what the camera wrote beside it does not; gone after the check."""

import hashlib
import io

import pytest
from PIL import Image

from channels.store import receipts
from channels.store.receipts import BadReceipt

SECRET = "Aysel 0501234567"


def a_photo(kind="JPEG", size=(60, 40), turned=1) -> bytes:
    picture = Image.new("RGB", size, (200, 30, 30))
    exif = picture.getexif()
    exif[0x010E], exif[0x0112] = SECRET, turned
    out = io.BytesIO()
    picture.save(out, kind, exif=exif)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_the_camera_wrote_is_gone_and_the_picture_is_not(tmp_path, kind):
    given = a_photo(kind)
    assert SECRET.encode() in given
    name = receipts.keep(tmp_path, given)
    kept = receipts.read(tmp_path, name)
    assert kept is not None
    assert SECRET.encode() not in kept
    with Image.open(io.BytesIO(kept)) as found:
        assert dict(found.getexif()) == {}
        assert found.size == (60, 40)
        assert found.getpixel((30, 20))[0] > 150 > 80 > found.getpixel((30, 20))[1]


def test_a_photo_taken_sideways_stands_upright():
    with Image.open(io.BytesIO(receipts.strip(a_photo(turned=6)))) as found:
        assert found.size == (40, 60)


def test_the_hash_is_that_of_the_file_kept_which_only_its_owner_reads(tmp_path):
    name = receipts.keep(tmp_path, a_photo())
    path = receipts.folder(tmp_path) / name
    assert hashlib.sha256(path.read_bytes()).hexdigest() == name
    assert path.stat().st_mode & 0o077 == 0


def test_a_receipt_is_deleted_once(tmp_path):
    name = receipts.keep(tmp_path, a_photo())
    assert receipts.delete(tmp_path, name)
    assert receipts.read(tmp_path, name) is None
    assert not receipts.delete(tmp_path, name)
    assert list(receipts.folder(tmp_path).iterdir()) == []


def test_no_name_leads_out_of_the_folder(tmp_path):
    (tmp_path / "store").write_text("prices")
    assert receipts.read(tmp_path, "../store") is None
    assert not receipts.delete(tmp_path, "../store")
    assert (tmp_path / "store").exists()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "no_picture"),
        (b"<svg/>", "no_picture"),
        (a_photo()[:200], "no_picture"),
        (b"%PDF-1.4 1 0 obj <</Author (Aysel)>>", "tells"),
        (b"%PDF-1.7 /ObjStm", "tells"),
        (b"x" * 10_000_001, "large"),
    ],
)
def test_what_cannot_be_stripped_is_refused(tmp_path, content, code):
    with pytest.raises(BadReceipt) as error:
        receipts.keep(tmp_path, content)
    assert error.value.code == code
    assert not receipts.folder(tmp_path).exists()


def test_a_picture_of_too_many_points_is_not_opened():
    out = io.BytesIO()
    Image.new("1", (20_000, 10_000)).save(out, "PNG")
    with pytest.raises(BadReceipt) as error:
        receipts.strip(out.getvalue())
    assert error.value.code == "large"


def test_a_plain_pdf_is_kept_as_it_is():
    plain = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    assert receipts.strip(plain) == plain
    assert receipts.is_pdf(plain)
