"""Spanish: words that take the truth from what is told: fabricated, denied, only wished for. Data only."""

from __future__ import annotations


def _words(text: str) -> tuple[str, ...]:
    """Words parted by blanks, phrases with "_" for their blanks."""
    return tuple(word.replace("_", " ") for word in text.split())


LABELS = {
    "SHOULD": _words("debería deberían debe deben debió debieron tendría tendrían"),
    "FAKE": _words(
        "falso falsa falsos falsas falsamente fabricado fabricada bulo bulos montaje trucado trucada"
        " generado_por generada_por rumor rumores desinformación apócrifo apócrifa satírico satírica"
    ),
    "ONCE": _words("una_vez_que una_vez en_cuanto cuando"),
    "IFFIRST": _words("de_haber de_ser de_producirse"),
    "IT": _words("lo"),
    "SAID": _words(
        "informe informes versión versiones noticia información reporte reportes acusación"
    ),
}

MARKS = {
    # "un video falso afirma", "..., pero ambos lo negaron", "..., que Caracas desmintió"
    "disowned": "FAKE | IT HAVE? DENY | DENY ( DET | THIS ) _2 SAID | WHO -4 DENY ( COMMA | STOP | $ )",
}
