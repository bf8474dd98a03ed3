"""A real browser at the real pages: the application on a port of its own, and Debian's Chromium, without a window."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import uvicorn

CHROMIUM = shutil.which("chromium")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed: apt install chromium")


@contextmanager
def served(app: Any, token: str) -> Iterator[str]:
    """The application for a browser that has signed in: its address."""

    async def signed_in(scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            scope["headers"] = [*scope["headers"], (b"cookie", f"_token={token}".encode())]
        await app(scope, receive, send)

    server = uvicorn.Server(uvicorn.Config(signed_in, port=0, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        deadline = time.monotonic() + 20
        while not server.started and time.monotonic() < deadline:
            time.sleep(0.05)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


def browse(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Chromium with these arguments: what it prints, and on the other channel what it says to a developer."""
    with tempfile.TemporaryDirectory(prefix="outcomes-chromium-", ignore_cleanup_errors=True) as home:
        flags = (
            "--headless --no-sandbox --disable-gpu --disable-background-networking --no-first-run "
            f"--enable-logging=stderr --user-data-dir={home}"
        ).split()
        return subprocess.run(
            [str(CHROMIUM), *flags, *arguments], capture_output=True, text=True, check=True, timeout=120
        )
