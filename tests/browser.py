"""A page opened in headless Chromium, spoken to through a pipe: what it shows, and what it asked for.

The browser is a judge of the tests and of nothing else. The protocol is that of its developer tools, JSON ended by
a zero octet on the descriptors 3 and 4; no port is opened.
"""

import base64
import itertools
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

PROGRAM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
)
need_browser = pytest.mark.skipif(PROGRAM is None, reason="no Chromium is installed")
_OPTIONS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--remote-debugging-pipe"),
)


class Browser:
    """A running browser with one empty tab."""

    def __init__(self, reading: int, writing: int) -> None:
        self._in, self._out = os.fdopen(reading, "rb"), os.fdopen(writing, "wb")
        self._numbers = itertools.count(1)
        self._buffer = b""
        self._events: list[dict[str, Any]] = []
        target = self._ask("Target.createTarget", {"url": "about:blank"})["targetId"]
        self._session = self._ask("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log"):
            self._ask(f"{domain}.enable")

    def open(self, page: Path, width: int = 1000, height: int = 900, scheme: str = "light") -> None:
        """Open a file and wait until all of it is there."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self._ask("Emulation.setDeviceMetricsOverride", metrics)
        self._ask("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})
        self._events.clear()
        self._ask("Page.navigate", {"url": page.resolve().as_uri()})
        while not any(one["method"] == "Page.loadEventFired" for one in self._events):
            self._take()

    def evaluate(self, expression: str) -> Any:
        """Return the value of an expression in the page."""
        found = self._ask("Runtime.evaluate", {"expression": expression, "returnByValue": True})
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    @property
    def text(self) -> str:
        """The text as it is rendered."""
        return str(self.evaluate("document.body.innerText"))

    @property
    def requests(self) -> list[str]:
        """Every address that the page asked for, the page itself first."""
        self.evaluate("0")
        return [
            one["params"]["request"]["url"] for one in self._events if one["method"] == "Network.requestWillBeSent"
        ]

    @property
    def complaints(self) -> list[str]:
        """What the browser logged as a warning or an error, a breach of the page's own policy for one."""
        self.evaluate("0")
        entries = [one["params"]["entry"] for one in self._events if one["method"] == "Log.entryAdded"]
        return [one["text"] for one in entries if one["level"] in ("warning", "error")]

    def picture(self, height: int | None = None) -> bytes:
        """Return the page as PNG: its whole height, or so much of it."""
        size = self._ask("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": height or size["height"], "scale": 1}
        asked = {"format": "png", "captureBeyondViewport": True, "clip": clip}
        return base64.b64decode(self._ask("Page.captureScreenshot", asked)["data"])

    def close(self) -> None:
        """End it, and let go of the pipes."""
        self._ask("Browser.close")
        self._out.close()
        self._in.close()

    def _ask(self, method: str, params: dict[str, Any] | None = None) -> dict[str, Any]:
        number = next(self._numbers)
        message: dict[str, Any] = {"id": number, "method": method, "params": params or {}}
        if hasattr(self, "_session") and not method.startswith(("Target.", "Browser.")):
            message["sessionId"] = self._session
        self._out.write(json.dumps(message).encode() + b"\0")
        self._out.flush()
        while True:
            answer = self._take()
            if answer.get("id") == number:
                assert "error" not in answer, answer
                result: dict[str, Any] = answer["result"]
                return result

    def _take(self) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            piece = os.read(self._in.fileno(), 1 << 16)
            assert piece, "the browser has gone"
            self._buffer += piece
        first, _, self._buffer = self._buffer.partition(b"\0")
        message: dict[str, Any] = json.loads(first)
        if "method" in message:
            self._events.append(message)
        return message


@contextmanager
def browser() -> Iterator[Browser]:
    """Start a browser, and end it."""
    assert PROGRAM is not None
    to_it, from_us = os.pipe()
    to_us, from_it = os.pipe()
    with tempfile.TemporaryDirectory(prefix="browser-", ignore_cleanup_errors=True) as profile:
        script = f'exec "$0" "$@" 3<&{to_it} 4>&{from_it}'
        words = ["bash", "-c", script, PROGRAM, *_OPTIONS, f"--user-data-dir={profile}", "about:blank"]
        quiet = subprocess.DEVNULL
        started = subprocess.Popen(words, pass_fds=(to_it, from_it), stdin=quiet, stdout=quiet, stderr=quiet)
        os.close(to_it)
        os.close(from_it)
        try:
            one = Browser(to_us, from_us)
            yield one
            one.close()
        finally:
            try:
                started.wait(10)
            except subprocess.TimeoutExpired:
                started.kill()
                started.wait()
