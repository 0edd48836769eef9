"""The page of a fixity report: what an archivist files."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bayegan.model.filed import Filed, damaged, kind_of, unread
from bayegan.pages.frame import as_is, facts, page, section, soft, table
from bayegan.pages.html import Child, Node, code, element, name, together
from bayegan.pages.pictures import coverage_picture, formats_picture, outcomes_picture, sizes_picture
from bayegan.pages.svg import small_mark
from bayegan.pages.words import Words

OUTCOMES = ("intact", "altered", "missing", "unreadable", "not-checked", "unexpected")
MOST_ROWS = 500
_MOST_CHECKS = 24
_OF_FILES = frozenset(("fixity-altered", "fixity-missing", "fixity-unexpected"))
_SIGNS = {
    "good": "M5 13l4.5 4.5L19.5 7",
    "bad": "M6.5 6.5l11 11M17.5 6.5l-11 11",
    "unsure": "M12 5.5v8.5M12 18v.6",
}
_TONE = {
    "bad": "bad",
    "archive": "bad",
    "unsure": "unsure",
    "rest": "unsure",
    "none": "unsure",
    "nothing-due": "good",
    "good": "good",
}


def fixity_page(filed: Filed, words: Words) -> str:
    """Return the page of a report, whole, in the language of `words`."""
    report = filed.report
    return page(
        words,
        words.texts["fixity.title"],
        filed.organisation,
        report["archive"],
        words.when(report["ended"]),
        _verdict(filed, words),
        _notices(filed, words),
        _figures(report, words),
        _found(report, words),
        _checked(report, words),
        _coverage(filed, words),
        _holdings(filed, words),
        _proof(filed, words),
        source=words("made.report", path=code(filed.path)),
        agent=filed.agent,
        now=filed.status["now"],
    )


def verdict(report: Mapping[str, Any], words: Words) -> str:
    """Return what a report comes to in a sentence."""
    kind, number = kind_of(report), damaged(report)
    if kind == "bad":
        return words.text("verdict.bad.one" if number == 1 else "verdict.bad.many", number=words.number(number))
    return words.texts[f"verdict.{kind}"]


def _verdict(filed: Filed, words: Words) -> Node:
    report, kind = filed.report, kind_of(filed.report)
    left = unread(report)
    lines: list[Child] = []
    if kind == "good":
        lines.append(element("p", words("verdict.good.more", files=words.number(report["files"]["intact"]))))
    if left:
        lines.append(element("p", words("verdict.left", files=words.number(left))))
    if report["overdue"] and report["overdue"]["files"]:
        values = {"files": words.number(report["overdue"]["files"]), "days": words.number(report["overdue_days"])}
        lines.append(element("p", words("verdict.overdue", **values)))
    says = element("p", verdict(report, words), class_="says")
    tone = _TONE[kind]
    return element("div", sign(tone), element("div", says, *lines), class_=f"verdict {tone}", role="status")


def sign(tone: str) -> Node:
    """Return the sign beside a verdict: a tick, a cross, or an exclamation mark."""
    path = element("path", d=_SIGNS[tone], class_="stroke")
    ring = element("circle", cx=12, cy=12, r=11, class_="ring")
    return element("svg", ring, path, class_=f"sign {tone}", viewBox="0 0 24 24", aria_hidden="true")


def _notices(filed: Filed, words: Words) -> Node:
    keys = ["not-vouched"] if filed.line is None else []
    keys += ["earlier-report"] if filed.report["report"] == "1.0" else []
    return together(*(element("p", words(key), class_="notice") for key in keys))


def _figures(report: Mapping[str, Any], words: Words) -> Node:
    files, items, sessions = report["files"], report["items"], report["sessions"]
    duration = words.duration(sum(one["milliseconds"] for one in sessions)) if sessions else None
    read = words("figure.read.in", duration=duration) if duration else words("figure.read.here")
    figures = [
        _figure(
            words.number(files["intact"]),
            words("figure.files"),
            words("figure.files.of", number=words.number(files["listed"])),
        ),
        _figure(
            words.number(items["intact"]),
            words("figure.items"),
            words("figure.items.of", number=words.number(items["checked"])),
        ),
        _figure(words.size(report["octets"]), words("figure.read"), read),
    ]
    if report["coverage"]:
        share = report["coverage"]["files"]
        days = words("figure.coverage.of", days=words.number(report["interval_days"]))
        figures.append(_figure(words.percent(share["checked"], share["of"]), words("figure.coverage"), days))
    return element("ul", *figures, class_="figures")


def _figure(value: str, what: Node, of: Node) -> Node:
    parts = (("value", value), ("what", what), ("of", of))
    return element("li", *(element("span", part, class_=key) for key, part in parts))


def _found(report: Mapping[str, Any], words: Words) -> Node:
    files = report["files"]
    rows: list[tuple[Child, Child, Child]] = [
        (_word(one, words, is_zero=not files[one]), words.number(files[one]), words(f"meaning.{one}"))
        for one in OUTCOMES
    ]
    rows.insert(5, (element("span", words("listed")), element("strong", words.number(files["listed"])), None))
    return section(
        words,
        "found",
        outcomes_picture(report, words),
        table([words("outcome"), words("files"), words("meaning")], rows, numbers=(1,)),
        soft(words("adds-up")),
        *_damage(report, words),
        *_unchecked(report, words),
        *_other_findings(report, words),
    )


def _word(outcome: str, words: Words, *, is_zero: bool = False) -> Node:
    return element("span", words(f"outcome.{outcome}"), class_=f"word {outcome}{' zero' if is_zero else ''}")


def _damage(report: Mapping[str, Any], words: Words) -> Iterator[Node]:
    rows = report["not_intact"]
    yield element("h3", words("not-intact"))
    if not rows:
        yield element("p", words("nothing-found"))
        return
    heads = [words("item"), words("path"), words("outcome"), words("since")]
    yield table(heads, [_damaged_row(one, words) for one in rows[:MOST_ROWS]])
    if len(rows) > MOST_ROWS:
        yield soft(words("more-rows", number=words.number(len(rows) - MOST_ROWS)))
    if any(one["reason"] for one in rows):
        yield from _english(words)


def _damaged_row(one: Mapping[str, Any], words: Words) -> tuple[Node, Node, Node, Node]:
    item = together(
        name(one["item"]), element("span", words("version", version=code(one["version"])), class_="digests")
    )
    path = name(one["path"]) if one["path"] else element("em", words("whole-bag"))
    told = [
        element("span", words(key), ": ", _told(one[field]), class_="digests")
        for key, field in (("expected", "expected"), ("found.is", "found"))
        if one[field]
    ]
    reason = element("span", as_is(words, one["reason"]), class_="digests") if one["reason"] else None
    return item, together(path, *told, reason), _word(one["outcome"], words), _since(one["whole_before"], words)


def _told(text: str) -> Node:
    is_digest = len(text) > 40 and all(one in "0123456789abcdef" for one in text)
    return code(f"{text[:16]}…" if is_digest else text)


def _since(whole: Mapping[str, Any] | None, words: Words) -> Node:
    if whole is None:
        return words("since.unknown")
    by = code(whole["report"].rsplit("/", 1)[-1]) if whole["report"] else words("since.sealed")
    return together(words.when(whole["time"], hour=False), element("span", by, class_="digests"))


def _unchecked(report: Mapping[str, Any], words: Words) -> Iterator[Node]:
    if reasons := report["not_checked"]:
        yield element("h3", words("not-checked"))
        rows = [
            (
                as_is(words, one["reason"]),
                words.number(one["versions"]),
                words.number(one["files"]),
                words.size(one["octets"]),
            )
            for one in reasons
        ]
        yield table([words("reason"), words("versions"), words("files"), words("size")], rows, numbers=(1, 2, 3))
    for key in ("offline", "unlisted"):
        if places := report[key]:
            yield element("h3", words(key))
            if key == "offline":
                yield soft(words("offline.is"))
            rows_of = [(code(one["path"]), as_is(words, one["reason"])) for one in places[:MOST_ROWS]]
            yield table([words("folder"), words("reason")], rows_of)


def _other_findings(report: Mapping[str, Any], words: Words) -> Iterator[Node]:
    others = [one for one in report["findings"] if one.get("code") not in _OF_FILES]
    if not others:
        return
    yield element("h3", words("other-findings"))
    yield from _english(words)
    yield element("ul", *(_finding(one, words) for one in others[:MOST_ROWS]), class_="plain")
    if len(others) > MOST_ROWS:
        yield soft(words("more-rows", number=words.number(len(others) - MOST_ROWS)))


def _english(words: Words) -> Iterator[Node]:
    if words.texts["in-english"]:
        yield soft(words("in-english"))


def _finding(one: Mapping[str, Any], words: Words) -> Node:
    is_error = one.get("severity") == "error"
    tag = element(
        "span",
        words(f"severity.{'error' if is_error else 'warning'}"),
        class_="word altered" if is_error else "word unreadable",
    )
    places = [name(one[key]) for key in ("item", "path") if one.get(key)]
    where = [part for place in places for part in (" ", place)]
    said = [element("p", as_is(words, str(one[key]))) for key in ("rule", "found") if one.get(key)]
    advice = element("p", words("next", advice=as_is(words, str(one.get("advice", "")))), class_="soft")
    return element("li", tag, *where, *said, advice)


def _checked(report: Mapping[str, Any], words: Words) -> Node:
    rows: list[tuple[Child, Child] | None] = [
        (words("scope"), _scope(report["scope"], words)),
        _selected(report["selected"], words),
        (words("begun"), words.when(report["started"])),
        (words("ended"), words.when(report["ended"])),
        (words("agent"), name(report["agent"])),
    ]
    if report["interval_days"]:
        days = {"days": words.number(report["interval_days"]), "overdue": words.number(report["overdue_days"])}
        rows.append((words("interval"), words("interval.is", **days)))
    if report["budget"]:
        rows.append((words("budget"), _budget(report["budget"], words)))
    if carried := report["carried_over"]:
        values = {"files": words.number(carried["files"]), "versions": words.number(carried["versions"])}
        rows.append((words("carried"), words("carried.is", **values)))
    return section(words, "checked", facts(rows), *_sessions(report["sessions"] or (), words))


def _scope(scope: Mapping[str, Any] | None, words: Words) -> Node:
    if scope is None:
        return words("scope.unknown")
    has_sample = scope["percent"] not in (None, "0")
    key = f"scope.{scope['kind']}" + (".sample" if scope["kind"] == "due" and has_sample else "")
    says = words(key, **({"percent": words.digits(scope["percent"])} if "{percent}" in words.texts[key] else {}))
    items = [part for item in scope["items"][:MOST_ROWS] for part in (", ", name(item))][1:]
    seed = soft(words("seed", seed=code(f"{scope['seed'][:16]}…"))) if has_sample and scope["seed"] else None
    return together(says, ": " if items else None, *items, seed)


def _selected(selected: Mapping[str, Any] | None, words: Words) -> tuple[Child, Child] | None:
    if selected is None:
        return None
    values = {"versions": words.number(selected["versions"]), "files": words.number(selected["files"])}
    return words("selected"), words("selected.is", size=words.size(selected["octets"]), **values)


def _budget(budget: Mapping[str, Any], words: Words) -> Node:
    parts = []
    if budget["seconds"] is not None:
        parts.append(words("budget.seconds", duration=words.duration(budget["seconds"] * 1000)))
    if budget["octets"] is not None:
        parts.append(words("budget.octets", size=words.size(budget["octets"])))
    if budget["octets_per_second"] is not None:
        parts.append(words("budget.rate", size=words.size(budget["octets_per_second"])))
    comma = "، " if words.lang == "fa" else ", "
    joined = [child for part in parts for child in (comma, part)][1:]
    return together(*joined) if joined else words("budget.none")


def _sessions(sessions: Sequence[Mapping[str, Any]], words: Words) -> Iterator[Node]:
    if len(sessions) < 2:
        return
    heads = [words("session"), words("session.ending"), words("files"), words("size"), words("duration")]
    rows = [
        (
            words.when(one["begun"]),
            words(f"ending.{one['ending']}"),
            words.number(one["files"]),
            words.size(one["octets"]),
            words.duration(one["milliseconds"]),
        )
        for one in sessions
    ]
    yield table(heads, rows, numbers=(2, 3, 4), caption=words("sessions", number=words.number(len(sessions))))


def _coverage(filed: Filed, words: Words) -> Node:
    report, checks = filed.report, filed.history
    parts: list[Child] = [soft(words("coverage.is")), coverage_picture(checks, words)]
    if untold := sum(1 for one in checks if one["coverage"] is None):
        parts.append(soft(words("coverage.untold", number=words.number(untold))))
    if report["due"]:
        values = {"due": words.number(report["due"]["files"]), "overdue": words.number(report["overdue"]["files"])}
        parts.append(element("p", words("due-now", **values)))
    last = checks[-_MOST_CHECKS:]
    heads = [
        words("check.ended"),
        words("check.scope"),
        words("check.outcome"),
        words("check.coverage"),
        words("line"),
    ]
    if last:
        caption = words("checks.last", number=words.number(len(last)))
        parts += [
            element("h3", words("checks")),
            table(heads, [_check(one, words) for one in reversed(last)], numbers=(3, 4), caption=caption),
        ]
    return section(words, "coverage", *parts)


def _check(one: Mapping[str, Any], words: Words) -> tuple[Child, ...]:
    files = Counter(one["files"])
    told = [word for word in OUTCOMES[1:] if files[word]]
    found = [
        part
        for word in told
        for part in ("، " if words.lang == "fa" else ", ", words.number(files[word]), " ", words(f"outcome.{word}"))
    ][1:]
    share = one["coverage"]
    return (
        words.when(one["ended"]),
        words(f"kind.{one['scope'] or 'unknown'}"),
        together(small_mark(one["outcome"]), *(found or [words(f"legend.{one['outcome']}")])),
        words.percent(share["checked"], share["of"]) if share else "–",
        words.number(one["seq"]),
    )


def _holdings(filed: Filed, words: Words) -> Node:
    told = filed.report["holdings"]
    holdings = told or filed.status["holdings"]
    values = {key: words.number(holdings[key]) for key in ("versions", "files")}
    parts: list[Child] = [
        element(
            "p", words("holdings.report" if told else "holdings.now", size=words.size(holdings["octets"]), **values)
        ),
        element("h3", words("sizes.title")),
        sizes_picture(holdings["sizes"], words),
    ]
    if holdings["formats"]:
        parts += [element("h3", words("formats.title")), formats_picture(holdings["formats"], words)]
    if holdings["formats_untold"]:
        parts.append(soft(words("formats.untold", number=words.number(holdings["formats_untold"]))))
    return section(words, "holdings", *parts)


def _proof(filed: Filed, words: Words) -> Node:
    report, now = filed.report, filed.status["ledger"]
    line = (
        words("proof.line.is", number=words.number(filed.line))
        if filed.line is not None
        else words("proof.line.none")
    )
    rows: list[tuple[Child, Child] | None] = [
        (
            words("proof.report"),
            together(
                code(filed.path), element("span", words("proof.digest"), ": ", code(filed.sha512), class_="digests")
            ),
        ),
        (words("proof.line"), line),
        (words("proof.then"), _head(report["ledger"], words)),
        (words("proof.now"), _head(now, words)),
    ]
    parts: list[Child] = [facts(rows), element("h3", words("proof.checkpoint"))]
    if filed.checkpoint is None:
        parts.append(element("p", words("proof.none")))
    else:
        path, text = filed.checkpoint
        parts += [element("p", words("proof.checkpoint.is"), " ", code(path)), element("pre", text, dir="ltr")]
    if filed.line is not None:
        commands = f"sha512sum '{filed.path}'\ngrep -h {filed.sha512[:32]} manifests/ledger/*.jsonl"
        parts += [
            element("h3", words("proof.check")),
            element("p", words("proof.check.is")),
            element("pre", commands, dir="ltr"),
        ]
    return section(words, "proof", *parts)


def _head(ledger: Mapping[str, Any], words: Words) -> Node:
    return words("proof.head", lines=words.number(ledger["lines"]), digest=code(ledger["sha256"]))
