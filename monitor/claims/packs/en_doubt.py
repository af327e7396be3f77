"""English: words that take the truth from what is told: fabricated, denied, only wished for. Data only."""

from __future__ import annotations

from monitor.claims.language import words

LABELS = {
    "SHOULD": words("should ought must"),
    "FAKE": words(
        "fake faked fakes false falsely fabricated fabrication doctored deepfake deepfakes ai-generated"
        " hoax rumour rumours rumor rumors rumored rumoured bogus untrue debunked satirical made-up"
    ),
    "ONCE": words("once as_soon_as"),
    "IFFIRST": words("had were should"),
    "IT": words("it this that them"),
    "SAID": words(
        "report reports claim claims account story allegation allegations rumour rumours"
    ),
}

MARKS = {
    # "a fabricated video claims", "..., but both denied it", "..., which Caracas denied"
    "disowned": "FAKE | (!< NOT ) DENY ( IT ( COMMA | STOP | AND | BUT | ON | $ ) | ( DET | THIS ) _2 SAID )"
    " | COMMA WHO -4 DENY ( COMMA | STOP | $ )",
}
