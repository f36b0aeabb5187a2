"""Real processes for the tests: forked off a server that has imported everything once, so that they start fast."""

from __future__ import annotations

import multiprocessing

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.imported"])
