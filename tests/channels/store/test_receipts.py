"""Receipts: the picture stays, what the camera wrote beside it does not; gone after the check."""

import base64
import gzip
import hashlib
import io
import struct
import zlib
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from channels.store import price_entries, publishing, receipts
from channels.store.backup import backup
from channels.store.engine import open_store
from channels.store.receipts import BadReceipt
from tests.support.builders import an_entry
from tests.support.writers import NOW

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
    name = receipts.keep(tmp_path, given, now=NOW)
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
    name = receipts.keep(tmp_path, a_photo(), now=NOW)
    path = receipts.folder(tmp_path) / name
    assert hashlib.sha256(path.read_bytes()).hexdigest() == name
    assert path.stat().st_mode & 0o077 == 0


def test_a_receipt_is_deleted_once(tmp_path):
    name = receipts.keep(tmp_path, a_photo(), now=NOW)
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
        (b"%PDF-1.4 1 0 obj <</Author (Aysel)>>", "no_picture"),
        (b"%PDF-1.7", "no_picture"),
        (b"x" * 10_000_001, "large"),
    ],
)
def test_what_cannot_be_stripped_is_refused(tmp_path, content, code):
    with pytest.raises(BadReceipt) as error:
        receipts.keep(tmp_path, content, now=NOW)
    assert error.value.code == code
    assert not receipts.folder(tmp_path).exists()


def test_a_picture_of_too_many_points_is_not_opened():
    out = io.BytesIO()
    Image.new("1", (20, 10)).save(out, "PNG")
    # The head alone says how large it is: one that is so large would fill the memory of the tests.
    head = b"IHDR" + struct.pack(">II", 20_000, 10_000) + out.getvalue()[24:29]
    claims = out.getvalue()[:12] + head + struct.pack(">I", zlib.crc32(head)) + out.getvalue()[33:]
    with pytest.raises(BadReceipt) as error:
        receipts.strip(claims)
    assert error.value.code == "large"


def test_a_file_of_two_kinds_comes_out_as_the_picture_alone():
    hidden = b"PK\x03\x04<script>alert('Aysel')</script>"
    assert hidden not in receipts.strip(a_photo() + hidden)
    with pytest.raises(BadReceipt):
        receipts.strip(b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>")
    with pytest.raises(BadReceipt):
        receipts.strip(b"GIF89a" + a_photo())


@given(
    st.sampled_from(["JPEG", "PNG", "WEBP"]),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=12),
    st.floats(0.05, 1),
)
def test_whatever_is_broken_in_a_picture_it_is_refused_or_stripped(kind, changes, part):
    broken = bytearray(a_photo(kind))
    for where, byte in changes:
        broken[int(where * len(broken))] = byte
    try:
        kept = receipts.strip(bytes(broken[: int(part * len(broken)) + 1]))
    except BadReceipt:
        return
    assert SECRET.encode() not in kept
    with Image.open(io.BytesIO(kept)) as found:
        assert dict(found.getexif()) == {}


def test_no_backup_and_no_export_has_a_receipt(tmp_path, url):
    """They hold its hash, by which its owner knows the picture again."""
    store = open_store(url)
    try:
        name = receipts.keep(tmp_path, a_photo(size=(300, 200)), now=NOW)
        picture = receipts.read(tmp_path, name)
        entry = an_entry(evidence=name)
        id = price_entries.add(store, entry, by="ann", now=NOW).id
        price_entries.confirm(store, id, by="bob", now=NOW)
        price_entries.publish(store, [id], by="bob", now=NOW)
        backup(store, tmp_path / "backup.gz")
        publishing.export(store, tmp_path / "out")
    finally:
        store.dispose()
    kept = gzip.decompress((tmp_path / "backup.gz").read_bytes())
    assert name.encode() in kept
    written = [kept, *(path.read_bytes() for path in (tmp_path / "out").rglob("*.*"))]
    assert len(written) == 3
    for content in written:
        assert picture[-200:-100] not in content
        assert base64.b64encode(picture)[300:400] not in content


def test_what_no_price_waits_for_is_tidied_away_after_a_while(tmp_path):
    wanted = receipts.keep(tmp_path, a_photo(size=(10, 10)), now=NOW)
    lost = receipts.keep(tmp_path, a_photo(size=(20, 20)), now=NOW)
    assert receipts.tidy(tmp_path, {wanted}, before=NOW - timedelta(hours=1)) == 0
    assert receipts.tidy(tmp_path, {wanted}, before=NOW + timedelta(hours=1)) == 1
    assert receipts.read(tmp_path, wanted) is not None
    assert receipts.read(tmp_path, lost) is None
    assert receipts.tidy(tmp_path / "none", set(), before=NOW) == 0
