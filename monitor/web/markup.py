"""Markup whose text cannot break out: an element is built, never pasted together.

`element` escapes every text that it is given and takes out what a page must not contain (control and
bidi characters). What it gives is well-formed as HTML and as XML, so that SVG and Atom are made of it
as well.
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from urllib.parse import quote

from monitor.text import printable, web_address, without_password

VOID = frozenset({"br", "hr", "link", "meta"})
"""Elements of HTML without an end tag."""


class Markup(str):
    """Text in which everything from outside has been escaped."""

    __slots__ = ()


Child = str | int | None | Iterable["Child"]
"""A `Markup` stands as it is, other text is escaped, None is nothing."""


def element(name: str, /, *children: Child, **attributes: str | int | bool | None) -> Markup:
    """An element. `class_` is `class`, `data_x` is `data-x`; an attribute that is None is left out."""
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escaped("" if value is True else value)}"'
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    inner = joined(*children)
    return Markup(f"<{name}{given}/>" if name in VOID else f"<{name}{given}>{inner}</{name}>")


def joined(*children: Child) -> Markup:
    """Elements and texts, one after the other."""
    return Markup("".join(map(_markup, children)))


def _markup(child: Child) -> str:
    if child is None:
        return ""
    if isinstance(child, Markup):
        return child
    if isinstance(child, str | int):
        return escaped(child)
    return joined(*child)


def escaped(text: object) -> str:
    """Text for between tags or between quotes: escaped, on one line, nothing that is obeyed."""
    return html.escape(printable(str(text)))


def outward(address: str | None, *children: Child, **attributes: str) -> Markup:
    """A link to a page of somebody else; only the text when the address is not an http(s) one."""
    safe = without_password(web_address(address or ""))
    if not safe:
        return element("span", *children, **attributes)
    return element("a", *children, href=safe, rel="noreferrer", **attributes)


def place(*parts: str) -> str:
    """The path of one of our own pages: each part is percent-encoded."""
    return "".join(f"/{quote(part, safe='')}" for part in parts) or "/"


def document(root: Markup) -> bytes:
    """A page of HTML."""
    return f"<!DOCTYPE html>\n{root}\n".encode()
