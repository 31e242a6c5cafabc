"""The stylesheet of the policymakers' page."""

from functools import cache
from pathlib import Path

import streamlit as st


def lay() -> None:
    """Lay the page's own stylesheet over Streamlit's."""
    st.html(f"<style>{_text()}</style>")


@cache
def _text() -> str:
    return Path(__file__).with_name("dashboard.css").read_text(encoding="utf-8")
