"""Words of dates, bylines and stamps in the languages that are read: named here, never guessed.

English, German, French, Spanish, Italian, Dutch, Portuguese.  All in lower case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of *words*, the longest first."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True))


_MONTHS = (
    "january jan januar januari jänner janvier janv enero ene gennaio gen janeiro",
    "february feb februar februari février fevrier févr févr febrero febbraio fevereiro fev",
    "march mar märz maerz mrz maart mrt mars marzo março marco",
    "april apr avril avr abril abr aprile",
    "may mai mei mayo maggio mag maio",
    "june jun juni juin junio giugno giu junho",
    "july jul juli juillet juil julio luglio lug julho",
    "august aug augustus août aout agosto ago",
    "september sept sep septembre septiembre settembre set setembro",
    "october oct oktober okt octobre octubre ottobre ott outubro out",
    "november nov novembre noviembre novembro",
    "december dec dezember dez décembre déc diciembre dic dicembre dezembro",
)
MONTHS = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names.split()}
# Words of a language as well: they are months before a year only ("12 set sail", "3 out of 4").
DOUBTFUL_MONTHS = frozenset({"set", "out", "ago", "gen", "mag", "ene", "marco"})

_WEEKDAYS = (
    "monday montag lundi lunes lunedì lunedi maandag segunda-feira segunda",
    "tuesday dienstag mardi martes martedì martedi dinsdag terça-feira terça",
    "wednesday mittwoch mercredi miércoles miercoles mercoledì mercoledi woensdag quarta-feira",
    "thursday donnerstag jeudi jueves giovedì giovedi donderdag quinta-feira",
    "friday freitag vendredi viernes venerdì venerdi vrijdag sexta-feira",
    "saturday samstag sonnabend samedi sábado sabado sabato zaterdag",
    "sunday sonntag dimanche domingo domenica zondag",
)
WEEKDAYS = {name: number for number, names in enumerate(_WEEKDAYS) for name in names.split()}
# Shortened they are other words and names too ("Sun Li", "Sam Kiley"): only beside a date or time, or with a point.
_SHORT_WEEKDAYS = (
    "mon mo lun ma seg",
    "tue tues di mar ter",
    "wed mi mer mié mie wo qua",
    "thu thur thurs do jeu jue gio qui",
    "fri fr ven vie vr sex",
    "sat sa sam sáb sab za",
    "sun so dim dom zo",
)
SHORT_WEEKDAYS = {name: number for number, names in enumerate(_SHORT_WEEKDAYS) for name in names.split()}

RELATIVE = {
    "today": 0, "heute": 0, "aujourd'hui": 0, "hoy": 0, "oggi": 0, "vandaag": 0, "hoje": 0,
    "yesterday": -1, "gestern": -1, "hier": -1, "ayer": -1, "ieri": -1, "gisteren": -1, "ontem": -1,
}  # fmt: skip

_SHOWN_IN_DATES = frozenset({*MONTHS, *WEEKDAYS, *SHORT_WEEKDAYS, *RELATIVE})


def is_of_dates(word: str) -> bool:
    """Whether a word (in lower case) is a month, a weekday, or "yesterday"."""
    return word.replace("’", "'") in _SHOWN_IN_DATES


# What may stand beside a date or time and says nothing.
FILLERS = (
    "posted", "at", "on", "live", "time", "uhr", "o'clock", "hrs", "um", "am", "den", "der", "vom", "à", "le", "du",
    "a las", "a la", "las", "el", "alle", "alle ore", "ore", "ora", "il", "del", "om", "op", "uur", "às", "as", "em",
    "h", "de", "gepostet", "publié", "publicado", "pubblicato",
)  # fmt: skip
# What speaks of the document, not of an entry.
MASTHEADS = (
    "published", "updated", "update", "modified", "created", "aktualisiert", "veröffentlicht", "stand",
    "mis à jour", "mise à jour", "modifié", "actualizado", "actualizada", "actualización", "aggiornato",
    "aggiornamento", "bijgewerkt", "gepubliceerd", "atualizado", "atualizada", "last updated",
)  # fmt: skip
FIRST_OR_LAST = ("first", "last", "latest", "zuletzt", "dernière", "última", "ultimo", "laatst")

BY = (
    "by", "from", "posted by", "reported by", "written by", "words by", "report by", "text", "von", "aus der feder von",
    "par", "por", "escrito por", "di", "a cura di", "door", "van onze verslaggever",
)  # fmt: skip
# Between two names; those that stand inside one name as well part only whole names.
AND = ("and", "und", "et")
PERHAPS_AND = ("y", "e", "en")

# A role is a line, or the end of one, whose last word (or first, before "in" or a comma) is one of these.
ROLE_NOUNS = frozenset(
    """editor correspondent reporter journalist writer columnist producer presenter chief analyst critic commentator
    redakteur redakteurin reporterin korrespondent korrespondentin autorin autor ressortleiter ressortleiterin
    rédacteur rédactrice journaliste correspondant correspondante envoyé envoyée chroniqueur
    redactor redactora periodista corresponsal enviado enviada cronista
    redattore redattrice giornalista corrispondente inviato inviata
    redacteur verslaggever verslaggeefster correspondente jornalista repórter redator redatora editora""".split()
)
# What may stand before the noun of a role: a line of other words is no role.
ROLE_WORDS = frozenset(
    """a the our deputy senior chief lead special staff assistant associate former acting executive managing foreign
    home political politics business economics economic financial city health science environment climate transport
    education crime legal home affairs social world international national diplomatic defence defense security europe
    north south east west royal sports sport arts culture media technology tech live news night duty weather local
    regional investigations data food travel consumer harbour digital community features picture video
    editor reporter correspondent
    politische politischer leitende leitender stellvertretende stellvertretender politik politique en chef spécial
    spéciale político política especial en jefe politico politica speciale capo politiek buitenland""".split()
)
IN_A_PLACE = ("in", "at", "reporting from", "à", "aus", "en", "a", "te", "em", "desde", "da", "vanuit")
READING_TIME = (
    r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten)[\s-]*"
    r"(?:min(?:ute)?s?\.?(?:[\s-]+read(?:ing)?(?:\s+time)?)?|min(?:uten)?\.?\s+(?:lesezeit|leestijd|lezen)|"
    r"min(?:utes)?\.?\s+de\s+lecture|min(?:utos)?\.?\s+de\s+(?:lectura|leitura)|min(?:uti)?\.?\s+di\s+lettura)"
)
