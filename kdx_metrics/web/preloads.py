"""Parts of Streamlit's front end that every page of ours uses, asked for together with the page itself.

Streamlit fetches the code of each kind of element once the first of its kind is to be drawn, and holds its place with
a bar of one height: what stands below jumps when the element comes. Fetched early, it is drawn at once.
"""

from __future__ import annotations

import re
from pathlib import Path

# Kinds of elements as Streamlit names their files; the figures' code (1.4 MB packed) is left to the pages with figures.
KINDS = ("Html", "ButtonGroup", "DateInput", "Selectbox", "Multiselect", "TextInput", "PageLink", "DownloadButton")
IMPORT = re.compile(r'from"\./([\w.-]+\.js)"')


def preloads(static: Path) -> str:
    """Links for the HTML's head to those files and what they import; ValueError where Streamlit has no such file."""
    folder = static / "js"
    wanted: dict[str, None] = {}  # in order, each once
    for kind in KINDS:
        files = sorted(folder.glob(f"{kind}.*.js"))
        if not files:
            raise ValueError(f"Streamlit has no front-end file for {kind}")
        for file in files:
            wanted |= dict.fromkeys([file.name, *IMPORT.findall(file.read_text(encoding="utf-8"))])
    return "".join(f'<link rel="modulepreload" crossorigin href="./static/js/{name}">' for name in wanted)
