"""Members of the families, named by module and attribute in the tests of the configuration."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from monitor.topics import Topic, Tracker


class Measure(Struct, frozen=True, kw_only=True):
    name: str
    words: tuple[str, ...] = ()


class KindOptions(Struct, frozen=True, kw_only=True):
    place: str = ""
    measures: tuple[Measure, ...] = ()
    order: Literal["first", "last"] = "last"
    window: Annotated[int, Meta(ge=1, le=30)] = 3


class Kind:
    options = KindOptions
    reader = "tests.config.config_fakes:READER"


class ReadOptions(Struct, frozen=True, kw_only=True):
    subject: str = ""
    low: int = 0
    high: int = 9

    def __post_init__(self) -> None:
        if self.high < self.low:
            raise ValueError(f"high: {self.high} is below low, {self.low}")


class Reader:
    options = ReadOptions

    def problems(self, topic: Topic, tracker: Tracker) -> list[tuple[str, str]]:
        subject = tracker.read.get("subject", "")
        if subject and subject not in topic.words:
            return [("subject", f'there is no word group "{subject}"')]
        return []


class Bare:
    """A member that offers nothing of what may be asked."""


KIND = Kind()
READER = Reader()
SOURCE = PACK = BARE = Bare()
