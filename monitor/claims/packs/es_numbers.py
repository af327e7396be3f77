"""Spanish: words for numbers and days, in folded lower case, and abbreviations. Data only."""

from __future__ import annotations

from monitor.claims.language import Dates, Numbers

# Tables read better in rows:
# fmt: off
ABBREVIATIONS = frozenset(
    [
        "sr", "sra", "srta", "dr", "dra", "gral", "gen", "cnel", "cap", "tte", "alm", "lic", "ing",
        "núm", "num", "nro", "pág", "art", "av", "etc", "aprox", "vs", "dpto", "depto", "ee", "uu", "ej",
        "ene", "feb", "mar", "abr", "jun", "jul", "ago", "sep", "sept", "oct", "nov", "dic", "a.m", "p.m",
        "sto", "sta", "st",
    ]
)

NUMBERS = Numbers(
    units={
        "cero": 0, "uno": 1, "dos": 2, "ambos": 2, "ambas": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6,
        "siete": 7, "ocho": 8, "nueve": 9, "diez": 10, "once": 11, "doce": 12, "trece": 13, "catorce": 14,
        "quince": 15, "dieciseis": 16, "diecisiete": 17, "dieciocho": 18, "diecinueve": 19, "veinte": 20,
        "veintiuno": 21, "veintiun": 21, "veintiuna": 21, "veintidos": 22, "veintitres": 23, "veinticuatro": 24,
        "veinticinco": 25, "veintiseis": 26, "veintisiete": 27, "veintiocho": 28, "veintinueve": 29,
        "treinta": 30, "cuarenta": 40, "cincuenta": 50, "sesenta": 60, "setenta": 70, "ochenta": 80,
        "noventa": 90, "cien": 100, "ciento": 100, "doscientos": 200, "doscientas": 200, "trescientos": 300,
        "trescientas": 300, "cuatrocientos": 400, "cuatrocientas": 400, "quinientos": 500, "quinientas": 500,
        "seiscientos": 600, "seiscientas": 600, "setecientos": 700, "setecientas": 700, "ochocientos": 800,
        "ochocientas": 800, "novecientos": 900, "novecientas": 900,
    },
    scales={"mil": 1000, "millon": 10**6, "millones": 10**6, "billon": 10**12, "billones": 10**12},
    ordinals={
        "primero": 1, "primera": 1, "primer": 1, "segundo": 2, "segunda": 2, "tercero": 3, "tercera": 3,
        "tercer": 3, "cuarto": 4, "cuarta": 4, "quinto": 5, "quinta": 5, "sexto": 6, "sexta": 6, "septimo": 7,
        "septima": 7, "octavo": 8, "octava": 8, "noveno": 9, "novena": 9, "decimo": 10, "decima": 10,
        "undecimo": 11, "undecima": 11, "decimoprimero": 11, "decimoprimera": 11, "decimoprimer": 11,
        "duodecimo": 12, "duodecima": 12, "decimosegundo": 12, "decimosegunda": 12, "decimotercero": 13,
        "decimotercera": 13, "decimotercer": 13, "decimocuarto": 14, "decimocuarta": 14, "decimoquinto": 15,
        "decimoquinta": 15, "decimosexto": 16, "decimosexta": 16, "decimoseptimo": 17, "decimoseptima": 17,
        "decimoctavo": 18, "decimoctava": 18, "decimonoveno": 19, "decimonovena": 19, "vigesimo": 20,
        "vigesima": 20, "vigesimoprimero": 21, "vigesimoprimera": 21, "vigesimoprimer": 21,
        "vigesimosegundo": 22, "vigesimosegunda": 22, "vigesimotercero": 23, "vigesimotercera": 23,
        "vigesimotercer": 23, "vigesimocuarto": 24, "vigesimocuarta": 24, "vigesimoquinto": 25,
        "vigesimoquinta": 25, "vigesimosexto": 26, "vigesimosexta": 26, "vigesimoseptimo": 27,
        "vigesimoseptima": 27, "vigesimoctavo": 28, "vigesimoctava": 28, "vigesimonoveno": 29,
        "vigesimonovena": 29, "trigesimo": 30, "trigesima": 30,
    },
    dozens={
        "par": 2, "decena": 10, "docena": 12, "quincena": 15, "veintena": 20, "treintena": 30, "centena": 100,
        "centenar": 100, "millar": 1000,
    },
    vague={
        "decenas": 10, "docenas": 12, "veintenas": 20, "centenares": 100, "cientos": 100, "miles": 1000,
        "millares": 1000, "varios": 3, "varias": 3,
    },
    hedges={
        "al menos a": "at_least", "por lo menos a": "at_least", "cuando menos a": "at_least",
        "a al menos": "at_least",
        "al menos": "at_least", "por lo menos": "at_least", "cuando menos": "at_least",
        "como minimo": "at_least", "un minimo de": "at_least", "no menos de": "at_least",
        "mas de": "more_than", "mas del": "more_than", "por encima de": "more_than", "mas que": "more_than",
        "unos": "about", "unas": "about", "cerca de": "about", "alrededor de": "about", "en torno a": "about",
        "aproximadamente": "about", "aproximado de": "about", "se estima que": "about", "estimado de": "about",
        "casi": "nearly", "poco menos de": "nearly", "a punto de llegar a": "nearly",
        "hasta": "at_most", "como maximo": "at_most", "un maximo de": "at_most", "no mas de": "at_most",
        "menos de": "less_than", "por debajo de": "less_than", "al menos unos": "at_least",
        "al menos unas": "at_least",
    },
    after={
        "o mas": "at_least", "como minimo": "at_least", "por lo menos": "at_least", "al menos": "at_least",
        "o menos": "at_most", "como maximo": "at_most", "mas o menos": "about", "aproximadamente": "about",
    },
    between=("entre",),
    joins=("o", "u"),
    conjunction="y",
    articles=("un", "una"),
    number_signs=("#", "numero", "num", "nro"),
    names=("vuelo", "ruta", "autopista", "boeing", "airbus", "sala", "artículo"),
    percent=("%", "por ciento", "porciento", "por cien"),
    money=(
        "dolares", "dolar", "euros", "euro", "pesos", "bolivares", "libras esterlinas", "usd", "soles", "reales",
    ),
    amounts=(
        "milla", "millas", "km", "kilometro", "kilometros", "metro", "metros", "pies", "pulgadas", "nudos",
        "libras", "tonelada", "toneladas", "kilo", "kilos", "kilogramo", "kilogramos", "kg", "gramos",
        "barriles", "galones", "litros", "acres", "hectarea", "hectareas", "grados",
        "ano", "anos", "dia", "dias", "hora", "horas", "semana", "semanas", "mes", "meses", "minuto",
        "minutos", "segundo", "segundos", "decada", "decadas", "siglos", "puntos", "punto", "veces",
        "comentarios", "fotos", "palabras", "h", "gmt", "utc", "am", "pm", "a.m", "p.m",
    ),
    in_ten=("de cada",),
    tens_join=30,
    hundreds_join=False,
    alone=("mil",),
    halves=("medio", "media"),
    ties=("de",),
    decimal=",",
)

DATES = Dates(
    months={
        "enero": 1, "febrero": 2, "marzo": 3, "abril": 4, "mayo": 5, "junio": 6, "julio": 7, "agosto": 8,
        "septiembre": 9, "setiembre": 9, "octubre": 10, "noviembre": 11, "diciembre": 12, "ene": 1, "feb": 2,
        "abr": 4, "jun": 6, "jul": 7, "ago": 8, "sept": 9, "sep": 9, "oct": 10, "nov": 11, "dic": 12,
    },
    weekdays={
        "lunes": 0, "martes": 1, "miercoles": 2, "jueves": 3, "viernes": 4, "sabado": 5, "domingo": 6,
    },
    feasts={
        "nochevieja": (12, 31), "fin de ano": (12, 31), "ano nuevo": (1, 1), "nochebuena": (12, 24),
        "navidad": (12, 25),
    },
    relative={
        "la vispera": "day-1", "vispera": "day-1",
        "ayer": "day-1", "hoy": "day-0", "anteayer": "day-2", "antes de ayer": "day-2", "antier": "day-2",
        "anoche": "night", "la noche de ayer": "night", "la pasada noche": "night", "la noche pasada": "night",
        "esta manana": "day-0", "esta tarde": "day-0", "esta noche": "day-0", "esta madrugada": "day-0",
        "a finales de la semana pasada": "lateweek-1", "a fines de la semana pasada": "lateweek-1",
        "al final de la semana pasada": "lateweek-1", "finales de la semana pasada": "lateweek-1",
        "fines de la semana pasada": "lateweek-1", "a principios de la semana pasada": "earlyweek-1",
        "a comienzos de la semana pasada": "earlyweek-1", "a inicios de la semana pasada": "earlyweek-1",
        "semana pasada": "week-1", "la semana pasada": "week-1", "pasada semana": "week-1",
        "la pasada semana": "week-1", "la semana anterior": "week-1", "semana previa": "week-1",
        "esta semana": "week", "esta misma semana": "week", "fin de semana": "weekend",
        "este fin de semana": "weekend", "el fin de semana": "weekend", "pasado fin de semana": "weekend",
        "fin de semana pasado": "weekend", "mes pasado": "month-1", "el mes pasado": "month-1",
        "pasado mes": "month-1", "este mes": "month", "en los ultimos dias": "days-7",
        "en dias recientes": "days-7",
    },
    ago=(r"hace\s+(?:casi\s+|apenas\s+|solo\s+|unos\s+|unas\s+)?{n}\s+{unit}", r"{n}\s+{unit}\s+(?:antes|atras)"),
    small={
        "un": 1, "una": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8,
        "nueve": 9, "diez": 10, "quince": 15,
    },
    spans={"dias": 1, "dia": 1, "semanas": 7, "semana": 7},
    of=("de", "del", "el"),
    last=("pasado", "pasada", "ultimo"),
    coming=("proximo", "proxima", "que viene"),
    month_first=False,
    day_words={"primero": 1, "uno": 1},
    until=("al", "a", "y", "y el", "y del"),
)
