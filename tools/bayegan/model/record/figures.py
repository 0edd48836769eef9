"""Numbers as sources state them: whole numbers with their bounds, or words."""

from dataclasses import dataclass
from enum import StrEnum

from bayegan.model.record.said import one
from bayegan.model.record.texts import Text


class Qualifier(StrEnum):
    """How a source qualifies its numbers. Where there is none, they are stated as they are.

    `about` says that they are round or estimated. `more-than` says that the least number itself is not meant,
    `fewer-than` that the most is not; `almost` says that the most is not quite reached.
    """

    ABOUT = "about"
    MORE_THAN = "more-than"
    FEWER_THAN = "fewer-than"
    ALMOST = "almost"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number or a span of numbers, of what; or the words of a source that states no number.

    A single number is stated as both `least` and `most`. No number is made of words such as “thousands”.
    """

    least: int | None = one("At least so many.", "least", attribute=True)
    most: int | None = one("At most so many.", "most", attribute=True)
    unit: Text | None = one("Of what.", "unit")
    qualifier: Qualifier | None = one("How the source qualifies the numbers.", "qualifier", attribute=True)
    words: Text | None = one("How many, where the source says it in words: thousands, dozens.", "inWords")
