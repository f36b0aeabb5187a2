"""Texts that are no words of ours go through `plain` wherever Streamlit reads Markdown."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from kdx_metrics.settings import ROOT

PAGES = ROOT / "pages"
READ_AS_MARKDOWN = {
    *("markdown", "caption", "title", "header", "subheader", "badge", "metric", "toast", "spinner", "status"),
    *("error", "warning", "info", "success", "progress", "expander", "popover", "tabs", "dialog"),
    *("button", "download_button", "form_submit_button", "link_button", "page_link", "menu_button"),
    *("radio", "checkbox", "toggle", "selectbox", "multiselect", "select_slider", "slider", "pills"),
    *("segmented_control", "text_input", "text_area", "number_input", "date_input", "time_input", "file_uploader"),
}
TEXTS = {"label", "body", "text", "help", "captions", "options", "format_func"}
OPTIONS_ARE_PLAIN = {"selectbox", "multiselect"}  # Streamlit shows them as they are
# Numbers, dates and words of ours by their names; a text of data has none of these names.
OURS = {
    *("plain", "len"),
    *("id", "number", "rows", "revision", "limit", "max_files", "repair_count", "as_at", "newest", "today", "date"),
    *("counts", "count", "what", "rest", "ask", "more", "needed", "reference", "rating_label", "SHOWN"),
}
# Words of the strategy, which whoever runs the server writes, and labels that their callers give as literals.
BY_HAND = {
    "cards/attention.py": ["row.label"],
    "cards/kpi/worst.py": ["row.label"],
    "cards/strategy/links.py": ["row.label"],
    "deck/deck.py": ["label"],
    "frame/filters.py": ["label", "show"],
    "guide.py": ["FIRST_HEADING + data_dictionary(view.strategy).partition(FIRST_HEADING)[2]"],
    "updating/templates.py": ["f'現在の {SETTINGS.file_name}'", "label"],
    "updating/upload.py": ["lambda mode: MODE_WORDS[mode] + ('・おすすめ' if mode == suggested else '')"],
    "view/navigation.py": ["label"],
}


def faults(source: str) -> Iterator[str]:
    """Arguments that could bring a text of data to be read as Markdown."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and _name(node.func) in READ_AS_MARKDOWN:
            yield from (ast.unparse(part) for part in _texts(node) if not harmless(part))


def _texts(call: ast.Call) -> Iterator[ast.AST]:
    widget = _name(call.func)
    if widget not in {"page_link", "progress"}:  # which begin with an address and with a share
        yield from call.args[:1]
    if widget == "progress":
        yield from call.args[1:2]
    named = TEXTS - {"options", "format_func"} if widget in OPTIONS_ARE_PLAIN else TEXTS
    yield from (each.value for each in call.keywords if each.arg in named)


def harmless(node: ast.AST) -> bool:
    """True for words of ours, numbers, and what has gone through `plain`."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.Call(func=ast.Name(id=name)):
            return name.isupper() or name in OURS
        case ast.JoinedStr(values=values):
            return all(map(harmless, values))
        case ast.FormattedValue(value=value, format_spec=None) | ast.Subscript(value=value):
            return harmless(value)
        case ast.IfExp(body=left, orelse=right) | ast.BinOp(left=left, right=right):
            return harmless(left) and harmless(right)
    return isinstance(node, ast.FormattedValue | ast.Constant)


def _name(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else ""


def test_pages_let_no_text_of_data_be_read_as_markdown() -> None:
    held = {
        str(file.relative_to(PAGES)): told
        for file in sorted(PAGES.rglob("*.py"))
        if (told := [*faults(file.read_text(encoding="utf-8"))])
    }
    assert held == BY_HAND


@pytest.mark.parametrize(
    "source",
    [
        "st.error(str(refusal))",
        "st.error(f'{refusal} もう一度')",
        "st.toast(trouble, icon=':material/info:')",
        "st.button(f'{position}. {screen.title}', key='x')",
        "st.expander(f'{sent.name}: 3件')",
        "st.page_link('actions.py', label=item.title)",
        "st.checkbox('x', help=row.remarks)",
        "st.radio('x', names, format_func=lambda name: names[name])",
        "st.segmented_control('x', options=list(labels))",
        "left.metric(kpi.name, 3)",
        "bar.progress(0.5, f'{name}…')",
        "st.caption('理由: ' + revision.note)",
        "st.markdown(plain(a) + b)",
    ],
)
def test_the_rule_catches_a_text_of_data(source: str) -> None:
    assert [*faults(source)] != []


def test_the_rule_lets_plain_texts_and_numbers_pass() -> None:
    assert [*faults("st.error(f'{plain(str(refusal))} もう一度')")] == []
    assert [*faults("st.caption(f'全{total:,}行({len(rows)}件、第{revision.id}版)')")] == []
    assert [*faults("st.selectbox('表', names, format_func=lambda name: labels[name])")] == []
