"""Rules of the dates in a record."""

from bayegan.model.rules.rule import Rule

DATE_RULES: dict[str, Rule] = {
    "record-date-disagrees": Rule(
        text="A date in EDTF and the same date as its source writes it have a day in common",
        expected="an EDTF date that the words of the source can mean",
        advice="Look at the source. Correct what was copied or converted wrongly; where the source is wrong, "
        "leave both and say so in a note.",
        severity="warning",
    ),
}
