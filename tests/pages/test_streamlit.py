"""What pages/view/navigation.py mends in Streamlit: a test fails once its repair is no longer needed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

PAGE = """
import streamlit as st
from streamlit.errors import StreamlitAPIException

st.selectbox("柱", ["P1", "P2"], index=None, format_func=lambda p: f"柱 {p}", key="pillar", bind="query-params")
st.text("NAME")
if st.button("leave"):
    try:
        st.switch_page("second.py", query_params={"pillar": "柱 P2"})
    except StreamlitAPIException as refusal:
        st.error(str(refusal))
"""
Bare = Callable[..., AppTest]
MAIN = """
import streamlit as st

st.navigation([st.Page("first.py"), st.Page("second.py")]).run()
"""


@pytest.fixture
def bare(tmp_path: Path) -> Bare:
    """`bare(pillar=…)` opens the first of two pages without our repairs; both hold 柱 in the address."""
    (tmp_path / "main.py").write_text(MAIN, encoding="utf-8")
    for name in ("first", "second"):
        (tmp_path / f"{name}.py").write_text(PAGE.replace("NAME", name), encoding="utf-8")

    def look(**query: str) -> AppTest:
        opened = AppTest.from_file(tmp_path / "main.py", default_timeout=60)
        opened.query_params.update(query)
        return opened.run()

    return look


def test_switch_page_still_refuses_a_parameter_that_a_widget_holds(bare: Bare) -> None:
    """streamlit/streamlit#14670; else `switch` is st.switch_page."""
    (refusal,) = bare().button[0].click().run().error
    assert "it is bound to a widget" in refusal.value


def test_a_bound_choice_still_has_its_label_in_the_address_and_not_its_value(bare: Bare) -> None:
    """streamlit/streamlit#14224; else `linked_select` is a bound st.selectbox."""
    assert bare(pillar="P1").selectbox[0].value is None
    assert bare(pillar="柱 P1").selectbox[0].value == "P1"
