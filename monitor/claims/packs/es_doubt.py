"""Spanish: words that take the truth from what is told: fabricated, denied, only wished for. Data only."""

from __future__ import annotations

from monitor.claims.language import words

LABELS = {
    "SHOULD": words("debería deberían debe deben debió debieron tendría tendrían"),
    "FAKE": words(
        "falso falsa falsos falsas falsamente fabricado fabricada bulo bulos montaje trucado trucada"
        " generado_por generada_por rumor rumores desinformación apócrifo apócrifa satírico satírica"
    ),
    "ONCE": words("una_vez_que una_vez en_cuanto cuando"),
    "IFFIRST": words("de_haber de_ser de_producirse"),
    "IT": words("lo"),
    "SAID": words(
        "informe informes versión versiones noticia información reporte reportes acusación"
    ),
}

MARKS = {
    # "un video falso afirma", "..., pero ambos lo negaron", "..., que Caracas desmintió"
    "disowned": "FAKE | IT HAVE? DENY | DENY ( DET | THIS ) _2 SAID | WHO -4 DENY ( COMMA | STOP | $ )",
}
