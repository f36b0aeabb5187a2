"""Rules of the architecture, import contracts, sizes of modules and no Streamlit outside of pages."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from kdx_metrics.settings import ROOT

MODULE_LINES = 300
PAGE_LINES = 100
MODULES = 18


def modules(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def imported(path: Path) -> set[str]:
    """Top-level packages that a module imports anywhere in it."""
    packages: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            packages |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            packages.add(node.module.split(".")[0])
    return packages


def test_nobody_imports_whom_the_house_forbids() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_no_module_is_two_rooms_by_now() -> None:
    grown = {str(path.relative_to(ROOT)): lines(path) for path in modules("kdx_metrics", "pages")}
    assert {name: count for name, count in grown.items() if count > MODULE_LINES} == {}


def test_no_folder_is_a_heap_of_modules() -> None:
    folders = Counter(str(path.parent.relative_to(ROOT)) for path in modules("kdx_metrics", "pages"))
    assert {name: count for name, count in folders.items() if count > MODULES} == {}


def test_a_page_is_a_table_of_contents() -> None:
    pages = {path.name: lines(path) for path in sorted((ROOT / "pages").glob("*.py"))}
    assert {"overview.py", "progress.py", "actions.py", "kpis.py", "timeline.py", "guide.py"} <= set(pages)
    assert {name: count for name, count in pages.items() if count > PAGE_LINES} == {}


def test_the_library_never_imports_streamlit() -> None:
    assert [path.name for path in modules("kdx_metrics") if "streamlit" in imported(path)] == []


def test_a_page_loads_no_writer_of_workbooks_or_slides_before_one_is_asked_for() -> None:
    parts = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in (ROOT / "pages").rglob("*/*.py")]
    program = f"import sys, {', '.join(parts)}\nprint({{'xlsxwriter', 'pptx'}} & set(sys.modules))"
    command = [sys.executable, "-W", "ignore", "-c", program]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_no_page_lies_where_streamlit_would_run_it_by_itself() -> None:
    assert not (ROOT / "pages" / "pages").exists()


def test_every_package_that_the_program_imports_is_asked_for_with_a_reason() -> None:
    asked = {}
    for line in (ROOT / "requirements.in").read_text(encoding="utf-8").splitlines():
        name, _, reason = line.partition("#")
        if name.strip():
            asked[name.split("=")[0].split("[")[0].strip()] = reason.strip()
    modules_of = {"argon2-cffi": "argon2", "python-multipart": "multipart", "python-pptx": "pptx"}
    requested = {modules_of.get(name, name.replace("-", "_")) for name in asked}
    own = {"kdx_metrics", "pages", "dashboard"}
    used = set().union(*(imported(path) for path in [*modules("kdx_metrics", "pages"), ROOT / "dashboard.py"]))
    assert used - requested - own - sys.stdlib_module_names == set()
    assert all(asked.values())


def test_the_locked_requirements_name_no_host() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text
        assert "--index-url" not in text
        assert "--find-links" not in text


def test_the_server_looks_nothing_up_and_shows_no_trace() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["browser"] == {"gatherUsageStats": False, "serverAddress": "localhost"}
    assert (config["client"]["showErrorDetails"], config["client"]["showErrorLinks"]) == ("none", False)
    assert (config["server"]["fileWatcherType"], config["runner"]["postScriptGC"]) == ("none", False)


def test_no_cache_grows_without_end() -> None:
    """A cache without a size is for a function without arguments."""
    endless = {"cache", "lru_cache(maxsize=None)", "lru_cache(None)"}
    unbounded = [
        f"{path.relative_to(ROOT)}: {node.name}"
        for path in modules("kdx_metrics", "pages")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.args.args
        if endless & {ast.unparse(decorator) for decorator in node.decorator_list}
    ]
    assert unbounded == []
