"""A PDF that shows its pages and nothing else; what may tell of its maker, run, or hide is not one."""

import re
import zlib

START = b"%PDF-"
END = b"%%EOF"
MOST_UNPACKED = 60_000_000
"""Bytes that all parts may come to: a few megabytes packed can be many thousands."""
TELLS = re.compile(
    rb"/(Info|Metadata|ObjStm|XRef|Encrypt|EmbeddedFiles?|Filespec|JavaScript|JS|Launch|URI|GoToR|SubmitForm"
    rb"|ImportData|RichMedia|OpenAction|AA|AcroForm|Annots|Author|PieceInfo|OCProperties"
    rb"|JPXDecode|LZWDecode|ASCII85Decode|ASCIIHexDecode|RunLengthDecode|A85|AHx|LZW|RL|Crypt)\b"
)
"""What a PDF tells beside its pages, does, or packs in ways that nothing here looks into."""
OF_A_CAMERA = re.compile(rb"Exif\x00\x00|http://ns\.adobe\.com/xap|<\?xpacket|Photoshop 3\.0")
"""What stands in a photo that lies in a PDF as the camera wrote it."""
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
STREAM = re.compile(rb"stream\r?\n")


def is_plain(content: bytes) -> bool:
    """Whether a PDF holds its pages alone, in one version: what was painted over later would still be there.

    Nothing may stand behind its end, where a file of another kind could be.
    """
    before, _, after = content.rpartition(END)
    if after.strip() or END in before:
        return False
    if _tells(content):
        return False
    left = MOST_UNPACKED
    for found in STREAM.finditer(content):
        text = _unpacked(content[found.end() : content.find(b"endstream", found.end())], left)
        if text is None or _tells(text):
            return False
        left -= len(text)
    return True


def _tells(text: bytes) -> bool:
    """Whether it has a name or a mark that tells; any letter of a name may be written as its number."""
    spelt = ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), text)
    return bool(OF_A_CAMERA.search(text) or TELLS.search(spelt))


def _unpacked(part: bytes, most: int) -> bytes | None:
    """What a packed part holds; nothing for one that is not packed, None for one that is too large."""
    unpack = zlib.decompressobj()
    try:
        text = unpack.decompress(part, most)
    except zlib.error:
        return b""
    return None if unpack.unconsumed_tail else text
