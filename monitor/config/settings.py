"""`monitor.toml`: how the program runs, apart from what it follows."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from msgspec import Meta, Struct

from monitor.config import members
from monitor.config.backup import BackupSetup, BackupTable, backup
from monitor.config.model import ModelTable, setup
from monitor.config.shape import Place, found, read
from monitor.models import Setup
from monitor.net.address import is_host
from monitor.text import web_address

TERMINAL = "terminal"
"""The channel that is there without being configured: the default rule uses it."""

LARGEST_PORT = 65535
EVERYWHERE = frozenset({"0.0.0.0", "::", "*"})
"""Hosts to listen at that are no address to be reached at."""


class ChannelSetup(Struct, frozen=True, kw_only=True):
    """A named way to tell people: its kind, and what that kind wants to know."""

    kind: str
    """Member of `monitor.alerts`."""
    options: dict[str, Any] = {}


class Settings(Struct, frozen=True, kw_only=True):
    """How the program runs."""

    config_dir: Path
    state_dir: Path
    contact: str = ""
    """Address for the operators of sources, sent in the User-Agent; empty: none."""
    concurrency: int = 50
    """Polls under way at a time, over all hosts."""
    deadline: float = 30.0
    """Seconds after which a poll is given up."""
    allow_private: tuple[str, ...] = ()
    """Hosts and addresses of private networks that may be polled all the same."""
    channels: dict[str, ChannelSetup] = {}
    """By the name that alert rules use."""
    listen: str = ""
    """host:port of the web page; empty: none."""
    public: str = ""
    """Address under which others reach the page, without a slash at its end; empty: as in `listen`."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["text", "json"] = "text"
    model: Setup | None = None
    """A language model that reads as well; None: there is none."""
    backup: BackupSetup = BackupSetup()

    @property
    def page(self) -> str:
        """Where the page is reached, as far as is known; empty when there is none, or nobody knows."""
        if not self.listen or self.public:
            return self.public if self.listen else ""
        host, _, port = self.listen.rpartition(":")
        return "" if host.strip("[]") in EVERYWHERE or not int(port) else f"http://{self.listen}"


class SettingsFile(Struct, frozen=True, kw_only=True):
    """The layout of `monitor.toml`."""

    contact: str = ""
    concurrency: Annotated[int, Meta(ge=1, le=1000)] = 50
    deadline: Annotated[float, Meta(gt=0, le=600)] = 30.0
    allow_private: tuple[str, ...] = ()
    listen: str = ""
    public: str = ""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["text", "json"] = "text"
    channels: dict[str, dict[str, Any]] = {}
    model: ModelTable | None = None
    backup: BackupTable = BackupTable()


def settings(table: object, place: Place, folders: tuple[Path, Path], *, deep: bool) -> Settings:
    """The settings in a parsed `monitor.toml`; `deep` also looks at the channels' own options."""
    file = read(SettingsFile, table, place)
    _check_words(file, place)
    channels = {TERMINAL: ChannelSetup(kind=TERMINAL)}
    for name, options in file.channels.items():
        channels[name] = _channel(name, options, place.at("channels").at(name), deep=deep)
    config_dir, state_dir = folders
    return Settings(
        config_dir=config_dir,
        state_dir=state_dir,
        contact=file.contact,
        concurrency=file.concurrency,
        deadline=file.deadline,
        allow_private=file.allow_private,
        channels=channels,
        listen=file.listen,
        public=file.public.rstrip("/"),
        log_level=file.log_level,
        log_format=file.log_format,
        model=setup(file.model, place.at("model"), deep=deep),
        backup=backup(file.backup, place.at("backup")),
    )


def _channel(name: str, options: dict[str, Any], place: Place, *, deep: bool) -> ChannelSetup:
    """`kind` (by default the channel's own name) stands among the options in the file."""
    rest = {key: value for key, value in options.items() if key != "kind"}
    kind = options.get("kind", name)
    if not isinstance(kind, str):
        place.at("kind").wrong(f"expected text, found {found(kind)}")
        kind = ""
    if deep and not (place.noted or place.at("kind").noted):
        members.check_channel(kind, rest, place)
    return ChannelSetup(kind=kind, options=rest)


def _check_words(file: SettingsFile, place: Place) -> None:
    """What a type cannot say."""
    if not (file.contact.isascii() and file.contact.isprintable()):  # it goes into a header
        place.at("contact").wrong("expected one line of ASCII, for the User-Agent header")
    if file.listen and not _is_listen(file.listen):
        place.at("listen").wrong(
            f'expected host:port, like "127.0.0.1:8080", found "{file.listen}"'
        )
    if file.public and not _is_public(file.public):
        place.at("public").wrong(
            'expected an http(s) address, like "https://monitor.example.org",'
            f' found "{file.public}"'
        )
    for number, host in enumerate(file.allow_private, 1):
        where = place.at("allow_private").nth(number)
        if not (is_host(host) or where.noted):
            where.wrong(
                f'expected a host or an address, nothing before or after it, found "{host}"'
            )


def _is_public(address: str) -> bool:
    """A whole address to which a path can be added."""
    try:
        parts = urlsplit(address)
        whole = bool(parts.hostname) and parts.port != 0
    except ValueError:  # half an IPv6 address, a port that is none
        return False
    bare = not (set("?#@") & set(address))
    return whole and bare and address.isascii() and web_address(address) == address


def _is_listen(address: str) -> bool:
    host, _, port = address.rpartition(":")
    return bool(host) and port.isascii() and port.isdigit() and int(port) <= LARGEST_PORT
