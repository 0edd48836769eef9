"""Where something stands in a payload file."""

from dataclasses import dataclass

from bayegan.model.record.said import must, one


@dataclass(frozen=True, slots=True)
class Passage:
    """A place in a payload file.

    In a text it is a half-open range in code points of the file decoded by `encoding`, newlines as they are, with
    the SHA-256 of the passage in UTF-8, and it is checked before sealing. In any other file it is a page or a
    selector, which nobody checks.
    """

    path: str = must("The payload path of the file.", "path", attribute=True, pattern="path")
    start: int | None = one("The first code point, counted from 0.", "start", attribute=True)
    end: int | None = one("The code point after the last.", "end", attribute=True)
    sha256: str | None = one("SHA-256 of the passage in UTF-8.", "sha256", attribute=True, pattern="sha256")
    encoding: str | None = one(
        "The encoding of the file; UTF-8 where it is absent.", "encoding", attribute=True, pattern="line"
    )
    page: str | None = one("The page, as the document counts.", "page", attribute=True, pattern="line")
    selector: str | None = one(
        "Where it stands, in words or in a selector.", "selector", attribute=True, pattern="line"
    )

    @property
    def is_checked(self) -> bool:
        """Whether it is a range of a text, which is checked before it is sealed."""
        return self.start is not None and self.end is not None
