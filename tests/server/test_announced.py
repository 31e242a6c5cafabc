"""The announced files: those of Streamlit that there are, once, and no others."""

import re
from pathlib import Path

from streamlit.file_util import get_static_dir

from server.announced import ELEMENTS, links


def test_every_element_is_announced_and_every_file_is_there():
    named = re.findall(r'href="\./static/js/([^"]+)"', links())
    folder = Path(get_static_dir()) / "static" / "js"
    page = (Path(get_static_dir()) / "index.html").read_text()
    assert len(named) == len(set(named))
    assert [name for name in named if not (folder / name).is_file() or name in page] == []
    assert {name.partition(".")[0] for name in named} >= set(ELEMENTS)
