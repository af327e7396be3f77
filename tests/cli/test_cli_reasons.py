"""What is behind a figure."""

from monitor.cli.reasons import HEADINGS
from monitor.reports import CLAIMS


def test_every_claim_has_a_heading() -> None:
    """The words stand with the claims; here only what people read above them."""
    assert [each.word for each in CLAIMS] == list(HEADINGS)
