"""Mistakes in the channels over a network: each named with file and key, and no secret repeated."""

from pathlib import Path

import pytest

from tests.config.config_files import TOPIC, mistakes, write

SECRET = "sk-live-0123456789"
ADDRESS = 'address = "https://a.example/hook"\n'
TOPIC_NAME = 'topic = "desk"\n'
TOKEN = 'token_env = "TOKEN"\n'
MAIL = 'host = "smtp.example.org"\nfrom = "a@example.org"\nto = ["b@example.org"]\n'
PRIVATE = "is not public; allow_private = true lets it be asked all the same"
NO_VARIABLE = 'expected the name of a variable, like "ALERTS_SECRET"'
NO_FILE = "expected a whole path, or the name of a credential"
HEADER = "expected one line of ASCII without blanks at its ends"
PAIR = "user: expected a user and password_env or password_file, or none of them"
NO_MAIL = 'expected a mail address, like "'
NO_NAME = 'expected a name of letters, digits, "-" and "_", at most 64'
WEBHOOK: dict[str, str | list[str]] = {
    "": "address: missing; expected text",
    'address = "a.example"': (
        'address: expected an http(s) address, like "https://example.org/alerts"'
    ),
    f'address = "https://u:{SECRET}@a.example/"': (
        "address: expected an address without a password; a token goes into token_env or token_file"
    ),
    'address = "http://127.0.0.1:8080/"': f"address: 127.0.0.1 {PRIVATE}",
    'address = "http://169.254.169.254/"': f"address: 169.254.169.254 {PRIVATE}",
    'address = "http://localhost/"': f"address: localhost {PRIVATE}",
    f'address = "http://a.example/"\n{TOKEN}': (
        "address: a token is sent over https only, or to a private address"
    ),
    f'{ADDRESS}secret_env = "{SECRET}"': f"secret_env: {NO_VARIABLE}",
    f'{ADDRESS}token_env = "{SECRET}"\nsecret_env = "{SECRET}"': [
        f"secret_env: {NO_VARIABLE}",
        f"token_env: {NO_VARIABLE}",
    ],
    f'{ADDRESS}secret_file = "secrets/{SECRET}"': f"secret_file: {NO_FILE}",
    f'{ADDRESS}{TOKEN}token_file = "{SECRET}"': (
        "token_file: there is token_env as well; expected one of the two"
    ),
    f'{ADDRESS}secret = "{SECRET}"': 'secret: unknown key; did you mean "secret_env"?',
    f"{ADDRESS}timeout = 0": "timeout: expected a number, above 0, at most 120, found 0",
    f'{ADDRESS}headers = {{ Authorization = "{SECRET}" }}': (
        "headers.Authorization: is not to be set here"
    ),
    f'{ADDRESS}headers = {{ X-Monitor-Delivery = "1" }}': (
        "headers.X-Monitor-Delivery: is not to be set here"
    ),
    f'{ADDRESS}headers = {{ X-A = "a\\r\\nX-B: b" }}': f"headers.X-A: {HEADER}",
    f'{ADDRESS}headers = {{ X-A = "" }}': f"headers.X-A: {HEADER}",
    f'{ADDRESS}headers = {{ "X A" = "b" }}': "headers: expected names of HTTP headers",
}
NTFY: dict[str, str | list[str]] = {
    "": "topic: missing; expected text",
    f'topic = "{SECRET} a"': f"topic: {NO_NAME}",
    f'{TOPIC_NAME}server = "ntfy.sh"': (
        'server: expected an http(s) address, like "https://ntfy.sh"'
    ),
    f'{TOPIC_NAME}server = "http://ntfy.example/"\n{TOKEN}': (
        "server: a token is sent over https only, or to a private address"
    ),
    f'{TOPIC_NAME}user = "a"': PAIR,
    f'{TOPIC_NAME}password_file = "ntfy"': PAIR,
    f'{TOPIC_NAME}user = "a:b"\npassword_file = "ntfy"': "user: expected one line without a colon",
    f'{TOPIC_NAME}{TOKEN}user = "a"\npassword_file = "ntfy"': (
        "user: there is a token as well; expected one of the two"
    ),
    f'{TOPIC_NAME}tags = ["a b"]': "tags: expected at most 5 words without blanks and commas",
}
GOTIFY: dict[str, str | list[str]] = {
    "": "server: missing; expected text",
    f'server = "https://a.example/?a=b"\n{TOKEN}': 'server: expected an address without a "?"',
    'server = "https://a.example"': "token_env: missing; expected token_env or token_file",
    f'server = "https://a.example"\ntoken_file = "./{SECRET}"': f"token_file: {NO_FILE}",
}
EMAIL: dict[str, str | list[str]] = {
    "": [
        "host: missing; expected text",
        "from: missing; expected text",
        "to: missing; expected a list, length at least 1",
    ],
    MAIL.replace("smtp.example.org", "smtp.example.org:25"): (
        'host: expected the name of a mail server, like "smtp.example.org"'
    ),
    MAIL.replace("smtp.example.org", "10.0.0.1"): f"host: 10.0.0.1 {PRIVATE}",
    MAIL.replace('"a@example.org"', '"A <a@example.org>"'): f'from: {NO_MAIL}monitor@example.org"',
    MAIL.replace('"b@example.org"', '"b@example.org", "c\\r\\nBcc: d@example.org"'): (
        f'to[2]: {NO_MAIL}desk@example.org"'
    ),
    MAIL.replace('"b@example.org"', ""): "to: expected a list, length at least 1, found a list",
    f'{MAIL}security = "ssl"': ('security: expected one of starttls, tls, none, found text "ssl"'),
    f'{MAIL}user = "a"': PAIR,
    f'{MAIL}user = "a"\npassword_file = "smtp"\nsecurity = "none"': (
        "security: a password is sent over TLS only, or to a private address"
    ),
    f'{MAIL}password = "{SECRET}"': 'password: unknown key; did you mean "password_env"?',
}
APPRISE: dict[str, str | list[str]] = {
    "": "url_env: missing; expected url_env or url_file",
    f'url = "json://{SECRET}@a.example/"': [
        'url: unknown key; did you mean "url_env"?',
    ],
    f'url_env = "json://{SECRET}@a.example/"': f"url_env: {NO_VARIABLE}",
}
ALL = {
    "webhook": WEBHOOK,
    "ntfy": NTFY,
    "gotify": GOTIFY,
    "email": EMAIL,
    "apprise": APPRISE,
}


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind in ALL for text in ALL[kind]])
def test_each_mistake_in_a_channel_has_its_sentence(kind: str, text: str, tmp_path: Path) -> None:
    """File, key, what is expected; what might be a secret is not repeated."""
    sentences = ALL[kind][text]
    wanted = [sentences] if isinstance(sentences, str) else sentences
    found = mistakes(write(tmp_path, f'[channels.a]\nkind = "{kind}"\n{text}', story=TOPIC))
    assert found == [f"monitor.toml: channels.a.{each}" for each in wanted]
    assert SECRET not in " ".join(found)
