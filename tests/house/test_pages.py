"""Pages keep the strict content policy: nothing inline, nothing from elsewhere."""

import re
from collections.abc import Iterator

import pytest

from tests.house.sources import front_files, named

NAMESPACES = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink", "http://www.w3.org/1999/xhtml"}
"""Names that look like addresses and are never fetched."""
_ADDRESS = re.compile(r"(?:https?:|wss?:)?//[a-z0-9][a-z0-9.-]*\.[a-z]{2,}[^\s\"'`)>]*", re.IGNORECASE)
_INLINE = {
    ".html": re.compile(
        r"<style|<script(?![^>]*\ssrc=)|\sstyle\s*=|\son[a-z]+\s*=|javascript:|data:\w+/", re.IGNORECASE
    ),
    ".js": re.compile(
        r"\bstyle\s*=\s*[\"'\\\\]|setAttribute\(\s*[\"'](?:style|on)|cssText|\beval\(|new Function|data:\w+/"
    ),
    ".css": re.compile(r"data:\w+/|@import\s+url\(|expression\("),
    ".svg": re.compile(r"<style|<script|\sstyle\s*=|\son[a-z]+\s*="),
}
_REMARKS = {
    ".html": re.compile(r"<!--.*?-->|\{#.*?#\}", re.DOTALL),
    ".js": re.compile(r"/\*.*?\*/|^\s*//.*$", re.DOTALL | re.MULTILINE),
    ".css": re.compile(r"/\*.*?\*/", re.DOTALL),
    ".svg": re.compile(r"<!--.*?-->", re.DOTALL),
}


def faults(text: str, ending: str) -> Iterator[str]:
    """Give what the content policy would block, or would have to be loosened for."""
    text = _REMARKS[ending].sub("", text)
    yield from (found.group().strip() for found in _INLINE[ending].finditer(text))
    yield from (found.group() for found in _ADDRESS.finditer(text) if found.group() not in NAMESPACES)


@pytest.mark.parametrize("ending", sorted(_INLINE))
def test_pages_hold_nothing_inline_and_ask_nobody_else(ending: str) -> None:
    """No style or script stands inside a page, and no page asks another machine for anything."""
    found = [
        f"{named(path)}: {fault}"
        for path in front_files(ending)
        for fault in faults(path.read_text(encoding="utf-8"), ending)
    ]
    assert not found, found


@pytest.mark.parametrize(
    ("ending", "line"),
    [
        (".html", '<p style="color: red">'),
        (".html", "<script>go()</script>"),
        (".html", '<button onclick="go()">'),
        (".html", '<link rel="stylesheet" href="https://cdn.example.org/a.css">'),
        (".html", '<img src="//cdn.example.org/a.png">'),
        (".js", 'el.innerHTML = `<p style="color: red">`;'),
        (".js", 'fetch("https://example.org/x")'),
        (".css", 'background: url("data:image/png;base64,AA")'),
        (".css", "@font-face { src: url(https://example.org/f.woff2) }"),
        (".svg", '<path style="fill: red"/>'),
    ],
)
def test_what_the_policy_would_block_is_found(ending: str, line: str) -> None:
    """The check can fail."""
    assert list(faults(line, ending))


def test_what_pages_may_hold_passes() -> None:
    """A file of our own, a namespace and a remark are no faults."""
    assert not list(faults('<script type="module" src="/static/a.js"></script><!-- <style> -->', ".html"))
    assert not list(faults('// https://example.org\nconst SVG = "http://www.w3.org/2000/svg";', ".js"))
