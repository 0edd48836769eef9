"""The page of the Levels of Digital Preservation: a matrix, and each statement with its evidence."""

from collections.abc import Sequence

from bayegan.model.levels import LEVELS, Area, Judged, Said, level_of
from bayegan.pages.frame import page, section, soft
from bayegan.pages.html import Node, code, element, name, together
from bayegan.pages.levels_words import asked, said
from bayegan.pages.words import Words


def levels_page(
    words: Words, organisation: str, archive: str, now: str, agent: str, judged: Sequence[Judged]
) -> str:
    """Return the whole page."""
    met = sum(one.is_met for one in judged)
    values = {"met": words.number(met), "all": words.number(len(judged))}
    return page(
        words,
        words.texts["levels.title"],
        organisation,
        archive,
        words.when(now),
        soft(words("levels.is")),
        element("p", element("strong", words("levels.verdict", **values))),
        section(words, "matrix", _matrix(judged, words)),
        *(_area(area, judged, words) for area in Area),
        source=words("made.levels"),
        agent=agent,
        now=now,
    )


def _matrix(judged: Sequence[Judged], words: Words) -> Node:
    heads = [element("th", words("area"), scope="col")]
    for level in LEVELS:
        below = element("small", words(f"level.{level}.name"))
        heads.append(element("th", words("level", number=words.number(level)), below, scope="col"))
    heads.append(element("th", words("reached"), scope="col"))
    rows = [_row(area, judged, words) for area in Area]
    table = element("table", element("thead", element("tr", *heads)), element("tbody", *rows), class_="matrix")
    return element("div", table, class_="wide", role="region", tabindex=0)


def _row(area: Area, judged: Sequence[Judged], words: Words) -> Node:
    reached = level_of(area, tuple(judged))
    cells = [_cell(area, level, judged, words) for level in LEVELS]
    head = element("th", element("a", words(f"area.{area.value}"), href=f"#area.{area.value}"), scope="row")
    shown = words("level.short", number=words.number(reached)) if reached else words("level.0")
    return element("tr", head, *cells, element("td", element("strong", shown)))


def _cell(area: Area, level: int, judged: Sequence[Judged], words: Words) -> Node:
    those = [one for one in judged if (one.statement.area, one.statement.level) == (area, level)]
    met = sum(one.is_met for one in those)
    kind = "yes" if met == len(those) else "part" if met else "no"
    share = words("met-of", met=words.number(met), all=words.number(len(those)))
    return element("td", share, class_=kind)


def _area(area: Area, judged: Sequence[Judged], words: Words) -> Node:
    parts: list[Node] = []
    for level in LEVELS:
        those = [one for one in judged if (one.statement.area, one.statement.level) == (area, level)]
        number = words("level", number=words.number(level))
        parts.append(element("h3", number, ": ", words(f"level.{level}.name")))
        parts.append(element("ul", *(_statement(one, words) for one in those), class_="plain"))
    return section(words, f"area.{area.value}", *parts)


def _statement(one: Judged, words: Words) -> Node:
    verdict = "met" if one.is_met else "lacking"
    tag = element("span", words(verdict), class_=f"tag {verdict}")
    is_open = one.statement.is_stated and one.stated is None
    basis = element("span", words(f"{one.statement.basis}.open" if is_open else one.statement.basis), class_="soft")
    lines = [element("li", _said(each, words)) for each in one.shown.evidence]
    if one.stated is not None:
        on = words.day(one.stated.on.isoformat())
        lines.append(element("li", words("stated-by", by=name(one.stated.by), date=on, says=name(one.stated.says))))
    lines += [element("li", words("lacks", what=_said(each, words)), class_="lack") for each in one.shown.lacking]
    head = element("p", element("strong", asked(one.statement.id, words)))
    return element("li", head, element("p", tag, " ", basis), element("ul", *lines, class_="evidence"))


def _said(one: Said, words: Words) -> Node:
    link = together(" ", code(one.link)) if one.link else None
    return together(said(one, words), link)
