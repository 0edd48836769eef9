"""Places, as named at the time."""

from dataclasses import dataclass

from bayegan.model.record.names import Name
from bayegan.model.record.said import many, must, one, own_key, remark
from bayegan.model.record.texts import Text, Value


@dataclass(frozen=True, slots=True)
class Place:
    """A place, with the wider places that hold it, nearest first, as named at the time."""

    names: tuple[Name, ...] = must(
        "The names.",
        "name",
        least=1,
        huridocs="0111, 2112",
        omid="Location of Killing",
        dc="spatial, with the wider places",
    )
    within: tuple[Name, ...] = many("A wider place that holds it.", "within", huridocs="0111")
    key: str | None = own_key()
    as_of: str | None = one("When it was so named and so divided.", "asOf", attribute=True, pattern="edtf")
    kind: Value | None = one("What kind of place it is.", "kind", huridocs="2153")
    gazetteer: str | None = one("Its address in a gazetteer.", "gazetteer", attribute=True, pattern="line")
    note: Text | None = remark()
