"""Each kind of mistake in the configuration, with the sentence that names it."""

from pathlib import Path

import pytest

from monitor import registry
from tests.config.config_files import FAKES, TOPIC, mistakes, write

TERMINAL = '[channels.desk]\nkind = "terminal"\n'
MODEL = '[model]\naddress = "https://a.example/v1"\nmodel = "m"\n'
NOT_PUBLIC = "is not public; allow_private = true lets it be asked all the same"
NO_ADDRESS = 'expected an http(s) address, like "http://127.0.0.1:11434/v1"'
ADDRESSES = {
    "a.example/v1": NO_ADDRESS,
    "ftp://a.example/v1": NO_ADDRESS,
    "https://a.example:x/v1": NO_ADDRESS,
    "https://[::1/v1": NO_ADDRESS,
    "https://a.example/v1#a": NO_ADDRESS,
    "https://a.example/v1 ": NO_ADDRESS,
    "https://user:secret@a.example/v1": (
        "expected an address without a password; a key goes into key_env or key_file"
    ),
    "http://127.0.0.1:11434/v1": f"127.0.0.1 {NOT_PUBLIC}",
    "http://localhost:11434/v1": f"localhost {NOT_PUBLIC}",
    "http://[::1]:11434/v1": f"::1 {NOT_PUBLIC}",
    "http://10.1.2.3/v1": f"10.1.2.3 {NOT_PUBLIC}",
    "http://[::ffff:10.1.2.3]/v1": f"::ffff:10.1.2.3 {NOT_PUBLIC}",
}
SETTINGS = {
    "contact = 5": "contact: expected text, found 5",
    'contact = "a\\nb"': "contact: expected one line of ASCII, for the User-Agent header",
    "concurrency = 0": "concurrency: expected a whole number, at least 1, at most 1000, found 0",
    "concurrency = true": (
        "concurrency: expected a whole number, at least 1, at most 1000, found true"
    ),
    'deadline = "30"': 'deadline: expected a number, above 0, at most 600, found text "30"',
    "[backup]\nhour = 24": (
        "backup.hour: expected a whole number, at least 0, at most 23, found 24"
    ),
    '[backup]\nfolder = "copies"': (
        'backup.folder: expected a whole path, or one that begins with ~/, found "copies"'
    ),
    '[backup]\nfolder = "~nobody-here/copies"': (
        'backup.folder: no home is known for "~nobody-here/copies"'
    ),
    "[backup]\nyearly = 3": (
        "backup.yearly: unknown key; there are: daily, folder, hour, monthly, nightly, weekly"
    ),
    "dedline = 30": 'dedline: unknown key; did you mean "deadline"?',
    'allow_private = ["http://a/"]': (
        "allow_private[1]: expected a host or an address, nothing before or after it, "
        'found "http://a/"'
    ),
    "allow_private = [1, 2]": [
        "allow_private[1]: expected text, found 1",
        "allow_private[2]: expected text, found 2",
    ],
    'listen = "8080"': 'listen: expected host:port, like "127.0.0.1:8080", found "8080"',
    'public = "monitor.example.org"': (
        'public: expected an http(s) address, like "https://monitor.example.org",'
        ' found "monitor.example.org"'
    ),
    'public = "https://eva:secret@monitor.example.org"': (
        'public: expected an http(s) address, like "https://monitor.example.org",'
        ' found "https://eva:secret@monitor.example.org"'
    ),
    'public = "https://monitor.example.org/?a=1"': (
        'public: expected an http(s) address, like "https://monitor.example.org",'
        ' found "https://monitor.example.org/?a=1"'
    ),
    'listen = "localhost:65536"': (
        'listen: expected host:port, like "127.0.0.1:8080", found "localhost:65536"'
    ),
    'log_level = "loud"': (
        'log_level: expected one of debug, info, warning, error, found text "loud"'
    ),
    "channels = 1": "channels: expected a table, found 1",
    "channels.a = 1": "channels.a: expected a table, found 1",
    "[channels.a]\nkind = 1": "channels.a.kind: expected text, found 1",
    '[channels.a]\nkind = "terminall"': (
        'channels.a.kind: there is no channel kind "terminall"; did you mean "terminal"?'
    ),
    "[channels.rules]": (
        'channels.rules.kind: there is no channel kind "rules"; there are: '
        f"{', '.join(registry.names('alerts'))}"
    ),
    f'{TERMINAL}strem = "stdout"': 'channels.desk.strem: unknown key; did you mean "stream"?',
    f'{TERMINAL}stream = "stdin"': (
        'channels.desk.stream: expected one of stderr, stdout, found text "stdin"'
    ),
    '[channels.a]\nkind = "file"': "channels.a.path: missing; expected text",
    '[channels.a]\nkind = "file"\npath = ""': "channels.a.path: is empty; expected text",
    '[channels.a]\nkind = "file"\npath = "b"': (
        'channels.a: path: expected a whole path, found "b"'
    ),
    '[channels.a]\nkind = "command"\nargv = []': (
        "channels.a.argv: expected a list, length at least 1, found a list"
    ),
    '[channels.a]\nkind = "command"\nargv = ["a", 1]\ntimeout = 0': [
        "channels.a.argv[2]: expected text, found 1",
        "channels.a.timeout: expected a number, above 0, at most 600, found 0",
    ],
    "model = 1": "model: expected a table, found 1",
    "[model]": ["model.address: missing; expected text", "model.model: missing; expected text"],
    f'{MODEL}modell = "b"': 'model.modell: unknown key; did you mean "model"?',
    f"{MODEL}timeout = 0": "model.timeout: expected a number, above 0, at most 600, found 0",
    f"{MODEL}per_hour = 0": (
        "model.per_hour: expected a whole number, at least 1, at most 3600, found 0"
    ),
    f'{MODEL}response = "xml"': (
        'model.response: expected one of json_object, json_schema, text, found text "xml"'
    ),
    f'{MODEL}topics = ["stori", "story"]': (
        'model.topics[1]: there is no topic "stori"; did you mean "story"?'
    ),
    f'{MODEL}kinds = ["tally", "telly"]': (
        'model.kinds[2]: there is no tracker kind "telly"; did you mean "tally"?'
    ),
    f"{MODEL}parameters = {{ stream = true, seed = 2, stop = 2025-01-01, top_p = inf }}": [
        "model.parameters.stream: is not to be set here",
        "model.parameters.stop: expected text, numbers, lists or tables",
        "model.parameters.top_p: expected text, numbers, lists or tables",
    ],
    f'{MODEL}key_env = "A"\nkey_file = "b"': (
        "model.key_file: there is key_env as well; expected one of the two"
    ),
    f'{MODEL}key_env = "sk-live-1"': (
        'model.key_env: expected the name of a variable, like "MODEL_KEY"'
    ),
    f'{MODEL}key_file = "secrets/key"': (
        "model.key_file: expected a whole path, or the name of a credential"
    ),
    '[model]\naddress = "https://a.example/v1"\nmodel = "two words"': (
        "model.model: expected the model's name, without blanks"
    ),
    **{
        f'[model]\naddress = "{address}"\nmodel = "m"': f"model.address: {reason}"
        for address, reason in ADDRESSES.items()
    },
    '[model]\naddress = "http://a.example/v1"\nmodel = "m"\nkey_env = "KEY"': (
        "model.address: a key is sent over https only, or to a private address"
    ),
    "contact = ": "is not TOML: Invalid value (at end of document)",
    'contact = ""\ncontact = ""\n': "is not TOML: Cannot overwrite a value (at line 2, column 13)",
}


@pytest.mark.parametrize("text", SETTINGS)
def test_a_mistake_in_the_settings_is_named(text: str, tmp_path: Path) -> None:
    """File, key, what was expected and what was found."""
    sentences = SETTINGS[text]
    expected = [sentences] if isinstance(sentences, str) else sentences
    found = mistakes(write(tmp_path, text, story=TOPIC))
    assert found == [f"monitor.toml: {sentence}" for sentence in expected]


STAR = "expected words, with a star at the end or none, found"
NAME = "expected small letters, digits and hyphens, found"
TOPICS = [
    (
        'title = "The strikes"\n',
        'title = "The strikes"\nmodel_alone = "no"\n',
        'tracker[strikes].model_alone: expected one of set aside, counted, found text "no"',
    ),
    # the topic
    ('title = "A story"\n', "", "title: missing; expected text"),
    ('title = "A story"', 'title = ""', "title: is empty; expected text"),
    ('title = "A story"', 'titel = "A story"', [
        'titel: unknown key; did you mean "title"?',
        "title: missing; expected text",
    ]),
    ("title", 'id = "A Story"\ntitle', f'id: {NAME} "A Story"'),
    ("title", "enabled = 1\ntitle", "enabled: expected true or false, found 1"),
    ("2025-09-01", '"September"', (
        'since: expected a day like 2025-09-02, found text "September"'
    )),
    ("2025-12-31", "2025-08-31", "until: 2025-08-31 is before since, 2025-09-01"),
    (f'"{FAKES}:PACK"', "", "langs: is empty; expected at least one language"),
    (f'"{FAKES}:PACK"', '"xx"', (
        f'langs[1]: there is no language pack "xx"; '
        f'there are: {", ".join(registry.names("claims.packs"))}'
    )),
    (f'"{FAKES}:PACK"', "1", "langs[1]: expected text, found 1"),
    ("title", 'archive = "none.jsonl"\ntitle', (
        'archive: there is no file "none.jsonl" beside the topic'
    )),
    # words, places, people
    ('"united states", "washington"', "", (
        "words.us: is empty; expected at least one word or phrase"
    )),
    ('["united states", "washington"]', '"washington"', (
        'words.us: expected a list, found text "washington"'
    )),
    ('"strike*"', '"*strike", "", "st*rike"', [
        f'words.strike[1]: {STAR} "*strike"',
        f'words.strike[2]: {STAR} ""',
        f'words.strike[3]: {STAR} "st*rike"',
    ]),
    ('"eastern pacific"', "", "places.pacific: is empty; expected at least one word or phrase"),
    ('names = ["trump"]\n', "", "people.trump.names: missing; expected a list"),
    ('"official"', '"president"', (
        "people.trump.kind: expected one of official, named, agency, outlet, "
        'found text "president"'
    )),
    # gate
    ('[gate]\nany = [["us", "strike"]]\nnone = []\n', "", "gate: missing; expected a table"),
    ('any = [["us", "strike"]]\n', "", "gate.any: missing; expected a list"),
    ('[["us", "strike"]]', "[]", (
        "gate.any: is empty; a story has to pass by a combination of word groups"
    )),
    ('[["us", "strike"]]', "[[]]", "gate.any[1]: is empty; every story would pass"),
    ('[["us", "strike"]]', '["us", "strike"]', [
        'gate.any[1]: expected a list, found text "us"',
        'gate.any[2]: expected a list, found text "strike"',
    ]),
    ('[["us", "strike"]]', '[["us"], ["uss", "stike"]]', [
        'gate.any[2]: there is no word group "uss"; did you mean "us"?',
        'gate.any[2]: there is no word group "stike"; did you mean "strike"?',
    ]),
    ("none = []", 'none = ["sport"]', (
        'gate.none: there is no word group "sport"; there are: strike, us'
    )),
    # rules
    ('channels = ["terminal"]', 'throttle = "a while"\ncooldown = "8d"', [
        'alert[toll].throttle: expected a time of at most seven days, like "90s", "10m", "2h", '
        'found "a while"',
        'alert[toll].cooldown: expected a time of at most seven days, like "90s", "10m", "2h", '
        'found "8d"',
    ]),
    ('channels = ["terminal"]', 'quiet = "22-7"\ndigest = "weekly"\nzone = "Mars"', [
        'alert[toll].quiet: expected two times of day, like "22:00-07:00", found "22-7"',
        'alert[toll].digest: expected "hourly", or a time like "daily 08:00", found "weekly"',
        'alert[toll].zone: there is no time zone "Mars"; expected one like "America/New_York"',
    ]),
    ('channels = ["terminal"]', 'kinds = ["rise", "fal"]\nvoices = 0', [
        "alert[toll].kinds[2]: expected one of incident, unconfirmed, rise, fall, correction, "
        "claimed, stage, undone, plan, position, statement, dispute, settled, gap, blind, back, "
        'silence, change, found text "fal"',
        "alert[toll].voices: expected a whole number, at least 1, at most 20, found 0",
    ]),
    # trackers
    ('id = "strikes"\n', "", [
        "tracker[1].id: missing; expected text",
        'alert[toll].tracker: there is no tracker "strikes"; there are: coverage',
    ]),
    ('id = "strikes"', 'id = "Strikes!"', [
        f'tracker[Strikes!].id: {NAME} "Strikes!"',
        'alert[toll].tracker: there is no tracker "strikes"; did you mean "Strikes!"?',
    ]),
    (f'"{FAKES}:KIND"', '"tallly"', (
        'tracker[strikes].kind: there is no tracker kind "tallly"; did you mean "tally"?'
    )),
    (f'"{FAKES}:KIND"', '"nowhere:KIND"', (
        "tracker[strikes].kind: projections: 'nowhere:KIND' cannot be imported: "
        "No module named 'nowhere'"
    )),
    ('title = "The strikes"', f'title = "T"\nreader = "{FAKES}:NONE"', (
        f"tracker[strikes].reader: claims.readers: '{FAKES}:NONE' cannot be imported: "
        f"module '{FAKES}' has no attribute 'NONE'"
    )),
    ("window = 5", "window = 31", (
        "tracker[strikes].options.window: expected a whole number, at least 1, at most 30, found 31"
    )),
    ("window = 5", "widnow = 5", (
        'tracker[strikes].options.widnow: unknown key; did you mean "window"?'
    )),
    ("window = 5", 'measures = [{ nam = "killed", words = [1] }, 3], order = "none"', [
        'tracker[strikes].options.measures[1].nam: unknown key; did you mean "name"?',
        "tracker[strikes].options.measures[1].name: missing; expected text",
        "tracker[strikes].options.measures[1].words[1]: expected text, found 1",
        "tracker[strikes].options.measures[2]: expected a table, found 3",
        'tracker[strikes].options.order: expected one of first, last, found text "none"',
    ]),
    ("options = { window = 5 }", "options = 1", (
        "tracker[strikes].options: expected a table, found 1"
    )),
    ('subject = "strike"', "low = 5, high = 4", (
        "tracker[strikes].read: high: 4 is below low, 5"
    )),
    ('subject = "strike"', "low = [], high = -1", (
        "tracker[strikes].read.low: expected a whole number, found a list"
    )),
    ('subject = "strike"', 'subject = "boat"', (
        'tracker[strikes].read.subject: there is no word group "boat"'
    )),
    # sources
    ('id = "wire"\n', "", "source[1].id: missing; expected text"),
    (f'"{FAKES}:SOURCE"', '"fed"', (
        'source[wire].kind: there is no source kind "fed"; did you mean "feed"?'
    )),
    ('address = "https://example.org/feed"\n', "", "source[wire].address: missing; expected text"),
    ("https://example.org/feed", "file:///etc/passwd", (
        'source[wire].address: expected an http(s) address, found "file:///etc/passwd"'
    )),
    ("https://example.org/feed", "https://exa mple.org/", (
        'source[wire].address: expected an http(s) address, found "https://exa mple.org/"'
    )),
    ("America/New_York", "America/New York", (
        'source[wire].zone: there is no time zone "America/New York"; '
        'expected one like "America/New_York"'
    )),
    ("America/New_York", "../passwd", (
        'source[wire].zone: there is no time zone "../passwd"; '
        'expected one like "America/New_York"'
    )),
    ("America/New_York", "America", (
        'source[wire].zone: there is no time zone "America"; expected one like "America/New_York"'
    )),
    ("zone = ", "every = 5\nzone = ", (
        "source[wire].every: expected a whole number, at least 60, found 5"
    )),
    ("zone = ", 'lang = "es"\nzone = ', (
        f'source[wire].lang: "es" is not one of langs: {FAKES}:PACK'
    )),
    ("zone = ", "pause = 99\nzone = ", (
        "source[wire].pause: expected a number, at least 0, at most 60, found 99"
    )),
    ("zone = ", "options = 1\nzone = ", (
        "source[wire].options: expected a table, found 1"
    )),
    ("zone = ", "options = { a = 1 }\nzone = ", (
        f'source[wire].options: the source kind "{FAKES}:SOURCE" has no options'
    )),
    (f'"{FAKES}:SOURCE"', '"page"', "source[wire].options.entry: missing; expected text"),
    (f'"{FAKES}:SOURCE"', '"page"\noptions = { entry = "li[", titel = "h2" }', [
        'source[wire].options.titel: unknown key; did you mean "title"?',
    ]),
    (f'"{FAKES}:SOURCE"', '"page"\noptions = { entry = "li[" }', (
        'source[wire].options.entry: expected a CSS selector, found "li["'
    )),
    (f'"{FAKES}:SOURCE"', '"json"\noptions = { title = "a..b" }', (
        'source[wire].options.title: expected names with full stops between them, found "a..b"'
    )),
    (f'"{FAKES}:SOURCE"', '"command"\noptions = { argv = ["ls"] }', (
        'source[wire].address: the source kind "command" asks no address'
    )),
    (f'"{FAKES}:SOURCE"\naddress = "https://example.org/feed"', '"command"\noptions = { argv = [] }', (
        "source[wire].options.argv: expected a list, length at least 1, found a list"
    )),
    # alerts
    ('id = "toll"\n', "", "alert[1].id: missing; expected text"),
    ('tracker = "strikes"', 'tracker = "strike"', (
        'alert[toll].tracker: there is no tracker "strike"; did you mean "strikes"?'
    )),
    ('tracker = "strikes"', 'severity = "high"', (
        "alert[toll].severity: expected one of info, notice, warning, critical, "
        'found text "high"'
    )),
    ('["terminal"]', '["terminal", "desk"]', (
        'alert[toll].channels[2]: there is no channel "desk" in monitor.toml; '
        "there are: terminal"
    )),
    ("[[alert]]", "[alert]", "alert: expected a list, found a table"),
    ("[[alert]]", "[[alerts]]", 'alerts: unknown key; did you mean "alert"?'),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "sentences"), TOPICS)
def test_a_mistake_in_a_topic_is_named(
    old: str, new: str, sentences: str | list[str], tmp_path: Path
) -> None:
    """File, key, what was expected and what was found; and nothing else is."""
    assert old in TOPIC
    found = mistakes(write(tmp_path, story=TOPIC.replace(old, new, 1)))
    expected = [sentences] if isinstance(sentences, str) else sentences
    assert found == [f"topics/story.toml: {sentence}" for sentence in expected]


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (TOPIC[TOPIC.index("[[tracker]]") : TOPIC.index("[[source]]")], "tracker[strikes].id"),
        (TOPIC[TOPIC.index("[[source]]") : TOPIC.index("[[alert]]")], "source[wire].id"),
        (TOPIC[TOPIC.index("[[alert]]") :], "alert[toll].id"),
    ],
)
def test_an_id_is_used_once(more: str, sentence: str, tmp_path: Path) -> None:
    """Two trackers, sources or alerts of one id are one mistake."""
    found = mistakes(write(tmp_path, story=TOPIC + more))
    assert found == [f"topics/story.toml: {sentence}: there are 2 of this id"]


def test_a_topic_asks_a_question(tmp_path: Path) -> None:
    """A topic without trackers follows nothing."""
    head = TOPIC[: TOPIC.index("[[tracker]]")]
    assert mistakes(write(tmp_path, story=head)) == [
        "topics/story.toml: tracker: missing; expected a list"
    ]
    assert mistakes(write(tmp_path, story=f"tracker = []\n{head}")) == [
        "topics/story.toml: tracker: is empty; a topic asks at least one question"
    ]


def test_two_files_are_not_one_topic(tmp_path: Path) -> None:
    """Ids of topics are unique over the files."""
    found = mistakes(write(tmp_path, story=TOPIC, tale=f'id = "story"\n{TOPIC}'))
    assert found == [
        f'topics/tale.toml: id: "story" is already the topic of {tmp_path}/topics/story.toml'
    ]


def test_a_source_of_two_topics_is_the_same_in_both(tmp_path: Path) -> None:
    """The same id means the same place."""
    other = TOPIC.replace("example.org/feed", "example.org/other")
    assert mistakes(write(tmp_path, story=TOPIC, tale=other)) == [
        f"topics/tale.toml: source[wire]: is another source than in {tmp_path}/topics/story.toml; "
        "expected the same, or an id of its own"
    ]


def test_all_mistakes_of_all_files_are_named_at_once(tmp_path: Path) -> None:
    """Nobody has to run it again to see the next mistake."""
    bad = (
        TOPIC.replace("title", "titel").replace("America/New_York", "Mars").replace("us =", "su =")
    )
    folder = write(
        tmp_path,
        "concurrency = 0\ncolour = 1\n",
        a="[",
        b=bad,
        c=TOPIC.replace("wire", "radio"),
        d="x = 1",
    )
    (folder / "topics" / "e.toml").write_bytes(b'title = "caf\xe9"')
    keys = [": ".join(mistake.split(": ")[:2]) for mistake in mistakes(folder)]
    assert keys == [
        "monitor.toml: colour",
        "monitor.toml: concurrency",
        "topics/a.toml: is not TOML",
        "topics/b.toml: titel",
        "topics/b.toml: title",
        "topics/b.toml: tracker[strikes].titel",
        "topics/b.toml: tracker[strikes].title",
        "topics/b.toml: gate.any[1]",
        "topics/b.toml: source[wire].zone",
        "topics/d.toml: x",
        "topics/d.toml: title",
        "topics/d.toml: gate",
        "topics/d.toml: tracker",
        "topics/e.toml: is not UTF-8 at byte 12",
    ]


def test_a_folder_without_a_configuration_is_named(tmp_path: Path) -> None:
    """A wrong --config is one sentence, not a list of what is missing in it."""
    assert mistakes(tmp_path / "none") == [f"{tmp_path}/none: there is no such folder"]
    (tmp_path / "empty").mkdir()
    assert mistakes(tmp_path / "empty") == ["topics: there is no topic; expected a TOML file"]


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """A folder where a file should be is a mistake in the configuration, not a crash."""
    (write(tmp_path) / "topics" / "story.toml").mkdir()
    assert mistakes(tmp_path) == ["topics/story.toml: cannot be read: Is a directory"]


def test_the_names_of_what_we_can_see_of_a_topic_are_not_free(tmp_path: Path) -> None:
    """The health of its sources is told like a tracker: another one of that id would be confused with it."""
    tracker = TOPIC.replace('id = "strikes"', 'id = "coverage"').replace(
        'tracker = "strikes"', 'tracker = "*"'
    )
    assert mistakes(write(tmp_path, story=tracker)) == [
        'topics/story.toml: tracker[coverage].id: "coverage" is what the health of the sources is told'
        " under; choose another"
    ]
    source = TOPIC.replace('id = "wire"', 'id = "stories"')
    assert mistakes(write(tmp_path, story=source)) == [
        'topics/story.toml: source[stories].id: "stories" is what is told of all of them together;'
        " choose another"
    ]
