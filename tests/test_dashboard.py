"""The app as `dashboard.py` puts it together, asked without a server."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from kdx_metrics.settings import ROOT
from kdx_metrics.web.compressing import compress_folder, streamlit_files

ASKING = """
import sys
from pathlib import Path
from starlette.testclient import TestClient
from kdx_metrics.web import compressing

compressing.FOLDER = Path(sys.argv[1])
import dashboard

answer = TestClient(dashboard.app).get(sys.argv[2], headers={"accept-encoding": "br, gzip"})
print(answer.status_code, answer.headers["content-encoding"], answer.headers["x-content-type-options"], sep="\\n")
"""


def test_what_the_installation_compressed_is_what_a_browser_is_sent(tmp_path: Path) -> None:
    script = min((streamlit_files() / "js").iterdir(), key=lambda file: file.stat().st_size)
    (tmp_path / "files" / "js").mkdir(parents=True)
    (tmp_path / "files" / "js" / script.name).write_bytes(script.read_bytes())
    compress_folder(tmp_path / "files", tmp_path / "compressed")
    command = [sys.executable, "-c", ASKING, str(tmp_path / "compressed"), f"/static/js/{script.name}"]
    env = {"PATH": "", "KDX_DATABASE_URL": f"sqlite:///{tmp_path / 'kdx.sqlite3'}", "HOME": str(tmp_path)}
    answer = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert answer.stdout.split() == ["200", "br", "nosniff"], answer.stderr
