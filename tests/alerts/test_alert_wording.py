"""An alert in words: whole, and cut to what a channel takes."""

from msgspec import structs

from monitor.alerts import Mark
from monitor.alerts.wording import REPEATED, block, clipped, fitted, plain, titled
from monitor.eventlog.proof import Noted, noted
from monitor.notices import Part, Quoted
from tests.alerts.alert_samples import NOW, alert, message

QUOTE = Quoted(
    text="bringing the toll to at least 83",
    site="example.org",
    url="https://example.org/c1",
    at=NOW,
)
PART = Part(
    development="d1",
    tracker="strikes",
    field="killed",
    kind="rise",
    severity="notice",
    title="At least 83 killed",
    before="80",
    after="83",
    at=NOW,
    voices=3,
    quotes=(QUOTE,),
    why="monitor why strikes.killed",
)


def test_a_block_says_what_changed_who_says_so_and_where_to_go_on() -> None:
    """Title, before and after, quote, outlet, time, address, how many more, the next command."""
    assert block(PART) == (
        "At least 83 killed\n"
        "  strikes killed: 80 -> 83\n"
        '  "bringing the toll to at least 83"\n'
        "    example.org, 16 Nov 2025 12:00 UTC https://example.org/c1\n"
        "  and 2 more\n"
        "  monitor why strikes.killed"
    )


def test_what_a_model_has_read_says_so() -> None:
    """It is not the outlet's own number until somebody has looked."""
    part = structs.replace(PART, quotes=(structs.replace(QUOTE, by_model=True, url=""),), before="")
    assert "UTC, read by a model\n" in block(part)
    assert "strikes killed: nothing -> 83" in block(part)


def test_a_repetition_says_so_where_nothing_else_tells() -> None:
    """Not where the channel has a key, nor at a first sending."""
    again = structs.replace(message(), repetition=True)
    assert titled(again) == f"{REPEATED}At least 83 killed"
    assert titled(again, keyed=True) == titled(message()) == "At least 83 killed"


def test_the_link_that_acknowledges_is_the_last_line() -> None:
    """Where there is one."""
    told = structs.replace(message(), acknowledge="https://m.example/ack/a1/t")
    assert plain(told).endswith("\n\nSeen it: https://m.example/ack/a1/t")
    assert plain(message()) == alert().body


def test_an_alert_says_where_the_log_was() -> None:
    """Short enough to read out, with all that `log verify --head` wants; nothing where there is no log."""
    mark = Mark("story", 412, "9f3c5a0d7e214b68" * 2)
    told = structs.replace(message(), log=mark)
    assert plain(told).endswith("\n\nLog: story:412:9f3c5a0d7e214b68")
    assert noted(mark.short) == Noted("9f3c5a0d7e214b68", "story", 412)


def test_a_text_that_is_too_long_is_cut_between_developments() -> None:
    """With the command that shows the rest, and with the link, in bytes and not in letters."""
    body = "\n\n".join(f"Petróleo {n}: {'ñ' * 50}" for n in range(20))
    told = structs.replace(message(body=body), acknowledge="https://m.example/ack/a1/t")
    cut = fitted(told, 600)
    assert 400 < len(cut.encode()) <= 600
    *blocks, rest, link = cut.split("\n\n")
    assert blocks == body.split("\n\n")[: len(blocks)]
    assert rest == "... the rest: monitor alerts show a1"
    assert link == "Seen it: https://m.example/ack/a1/t"
    assert fitted(told, 10_000) == plain(told)


def test_one_development_that_is_too_long_is_cut_between_lines() -> None:
    """Something of it is always there."""
    body = "At least 83 killed\n" + "\n".join(f'  "quote {n} {"x" * 60}"' for n in range(30))
    cut = fitted(message(body=body), 300)
    assert len(cut.encode()) <= 300
    assert cut.startswith('At least 83 killed\n  "quote 0')
    assert cut.endswith("monitor alerts show a1")
    assert len(fitted(message(body="x" * 1000), 200).encode()) <= 200


def test_under_its_title_the_title_is_not_said_again() -> None:
    """Of several developments the first keeps its own."""
    told = message(body=block(PART))
    assert fitted(told, 4_000, headed=True) == block(PART).partition("\n")[2]
    assert fitted(told, 4_000) == block(PART)
    several = message(title="At least 83 killed (and 1 more)", body=block(PART))
    assert fitted(several, 4_000, headed=True) == block(PART)
    bare = message(body="At least 83 killed")
    assert fitted(bare, 4_000, headed=True) == "At least 83 killed"


def test_a_line_is_clipped_between_letters() -> None:
    """In bytes; what fits stays as it is."""
    assert clipped("\u00e9" * 5, 10) == "\u00e9" * 5
    assert clipped("\u00e9" * 6, 10) == "\u00e9" * 3 + "..."


def test_nothing_of_a_text_is_obeyed() -> None:
    """Neither in the title nor in the lines."""
    told = message(title="a\x1b[2J\rb\u202e", body="x\x07\n  y\u202e\ud800")
    assert titled(told) == "a[2J b"
    assert plain(told) == "x\n  y\ufffd"
