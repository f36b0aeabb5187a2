"""Pages hold no person and no actor: each write asks at its own moment who acts, and each is pressed by a test."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from kdx_metrics.settings import ROOT
from tests.pages.presses import PRESSES, is_acting, sites

PAGES = ROOT / "pages"
# frame/people.py asks who is there; view/use.py counts use of a session and learns nothing of anybody.
ASKS, COUNTS = PAGES / "frame" / "people.py", PAGES / "view" / "use.py"
ROLES = {"EDITORS", "ADMINISTRATORS", "ROLE_WORDS", "Role"}
WIDGETS = {"args", "kwargs", "on_click", "on_change", "on_select", "on_submit"}
PEOPLE = ("person", "actor", "sitting", "signed_in", "who_is")
# Not pressed by a run of the page: tests/pages/test_history.py downloads a revision, test_update.py the strategy,
# test_public_site.py the public site.
DOWNLOADS = {
    ("revisions.revision_detail", "uploaded_file"),
    ("updating.templates", "uploaded_file"),
    ("deciding.public_site", "zip_site"),
}
# Writes a folder and no row of the store: pressed by tests/pages/test_public_site.py.
FOLDER = ("deciding.public_site", "write_site")
# Only compared with who led before: to lead again is a press of its own.
COMPARED = ("deck.sharing", "screen_sharing.account_mark")
LATER = {"partial", "cache", "lru_cache", "setdefault"}


def faults(source: str) -> Iterator[str]:
    """Ways in which a module of pages could hold a person or an actor beyond the moment of a write."""
    tree = ast.parse(source)
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from _imported(node)
        elif isinstance(node, ast.Attribute) and (node.attr == "person" or _is_called(node, parents, "actor")):
            yield f"{node.lineno}: .{node.attr}"
        elif isinstance(node, ast.keyword) and node.arg in WIDGETS:
            yield from (f"{node.lineno}: {name} in {node.arg}" for name in _people(node.value))
        elif isinstance(node, ast.Name) and node.id == "acting" and not _is_argument(node, parents):
            yield f"{node.lineno}: acting() is no argument of the function that writes"


def _imported(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    names = {alias.name for alias in node.names}
    module = node.module or "" if isinstance(node, ast.ImportFrom) else " ".join(names)
    if "kdx_metrics.identity" in module:
        yield f"{node.lineno}: {module}"
    if module == "kdx_metrics.database.actors" and names - ROLES:
        yield f"{node.lineno}: {names - ROLES}"


def _people(node: ast.AST) -> Iterator[str]:
    for part in ast.walk(node):
        name = part.id if isinstance(part, ast.Name) else part.attr if isinstance(part, ast.Attribute) else ""
        if any(word in name.lower() for word in PEOPLE):
            yield name


def _is_called(node: ast.Attribute, parents: dict[ast.AST, ast.AST], name: str) -> bool:
    call = parents[node]
    return node.attr == name and isinstance(call, ast.Call) and call.func is node


def _is_argument(node: ast.Name, parents: dict[ast.AST, ast.AST]) -> bool:
    """True if `acting` is called, and its answer goes into a call that is made there and then."""
    call = parents[node]
    writer = parents.get(call)
    if not is_acting(call) or not isinstance(writer, ast.Call) or call not in writer.args:
        return False
    function = writer.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    streamlit = isinstance(function, ast.Attribute) and ast.unparse(function).startswith("st.")
    return name not in LATER and not streamlit


def test_no_module_of_pages_holds_who_acts() -> None:
    modules = [file for file in sorted(PAGES.rglob("*.py")) if file not in {ASKS, COUNTS}]
    held = {
        str(file.relative_to(PAGES)): told for file in modules if (told := [*faults(file.read_text(encoding="utf-8"))])
    }
    assert held == {}


@pytest.mark.parametrize(
    "source",
    [
        "from kdx_metrics.identity.people import Person",
        "import kdx_metrics.identity.request_identity",
        "from kdx_metrics.database.actors import EDITORS, Actor",
        "change(store, person.actor(address), 1)",
        "st.button('x', on_click=write, args=(session, person))",
        "st.button('x', on_click=write, kwargs={'who': the_actor})",
        "st.button('x', on_click=lambda: write(sitting.person))",
        "actor = acting()",
        "st.button('x', on_click=write, args=(acting(),))",
        "st.button('x', on_click=write, args=(acting,))",
        "st.button('x', on_click=partial(write, acting()))",
        "st.session_state['who'] = acting()",
        "st.session_state.setdefault('who', acting())",
        "write(store, actor=acting())",
        "st.write(acting())",
        "def draw(actor=acting()): ...",
    ],
)
def test_the_rule_catches_every_way_to_hold_one(source: str) -> None:
    assert [*faults(source)] != []


def test_the_rule_lets_a_write_ask_at_its_own_moment() -> None:
    assert [*faults("st.button('x', on_click=lambda: screen_sharing.show(store, acting(), 'x'))")] == []
    assert [*faults("pressed = lambda: change(store, acting(page), 1)")] == []


def test_each_place_where_somebody_acts_is_pressed_by_a_test() -> None:
    assert {*(press.site for press in PRESSES), *DOWNLOADS, COMPARED, FOLDER} == set(sites())


def test_no_page_reads_a_file_as_it_came_without_asking_who_wants_it() -> None:
    raw = {"uploaded_bytes", "contents", "all_revisions"}
    readers = [
        file.name
        for file in sorted(PAGES.rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and raw & {alias.name for alias in node.names}
    ]
    assert readers == []
