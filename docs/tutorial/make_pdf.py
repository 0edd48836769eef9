"""Writes the PDF of the tutorial accession: one A4 page, uncompressed, in the standard font Helvetica.

The bytes depend on nothing but this file (ISO 32000-1, 7.5: header, body, cross-reference table, trailer).
Use: python docs/tutorial/make_pdf.py DESTINATION
"""

import sys
from pathlib import Path

TITLE = "What a news report of 2005 said about camps in Iraq"
BODY = """\
A summary written for the Bayegan tutorial. It is a sample document and no source.
Public domain dedication: CC0-1.0.

On 20 May 2005 (30 Ordibehesht 1384) Iran Press Service published a dispatch from Paris. It
presented “No Exit”, 28 pages that Human Rights Watch had brought out the day before. The
captured page has lost its headline and names no author. Since January 2009, by its own notice,
the site is closed.

What the dispatch attributes to Human Rights Watch
– Twelve former members of the Mojahedin Khalq Organization (MKO, also PMOI or MEK) testified.
   Five of them had been given over to Iraq and kept in Abu Ghraib prison.
– They spoke of beatings, torture and years of solitary confinement for members who criticised
   the leadership or wanted to leave. Witnesses also reported two deaths under interrogation.
– Mohammad Hussein Sobhani was, by this account, confined alone from September 1992 to
   January 2001.
– Joe Stork of Human Rights Watch called Iran’s own record on human rights dreadful, and warned
   against promoting the group.

What it adds on its own account or on the word of others
– Amir Taheri is quoted as saying that the organisation caused the deaths of at least 250,000
   people in twenty years, and that the government executed thousands of its members.
– The dispatch says that Iranian courts ordered the execution of thousands of prisoners once the
   war had ended in 1988. It does not say on whose word.
– It says that the United States listed the organisation as terrorist in 1997 and the European
   Union in 2002, and that members of parliaments later asked to have it removed.

What is not on the page
No answer by the organisation is given. An encyclopaedia article about the executions of 1988,
copied by TheInfoList, describes supporters of the same organisation as most of those killed in
Iranian prisons. The archive keeps both pages and takes no side between them.

Read for this summary
Iran Press Service, dispatch of Friday 20 May 2005, captured as text without address or date.
“1988 executions of Iranian political prisoners”, encyclopaedia article as copied by TheInfoList."""


def content() -> bytes:
    """Return the text operators of the page: the title, then one line after another, 15 points apart."""
    lines = [f"BT /F2 16 Tf 60 770 Td ({_escaped(TITLE)}) Tj /F1 10.5 Tf 0 -15 TD"]
    lines += [f"T* ({_escaped(line)}) Tj" for line in BODY.splitlines()]
    return ("\n".join(lines) + "\nET").encode("cp1252")


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def pdf() -> bytes:
    """Return the whole document."""
    page = content()
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (en-GB) /ViewerPreferences << /DisplayDocTitle true >> >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
        b"<< /Title (%s) /Author (The Bayegan project) >>" % _escaped(TITLE).encode("ascii"),
    ]
    document = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
    offsets = []
    for number, body in enumerate(bodies, start=1):
        offsets.append(len(document))
        document += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(bodies) + 1
    trailer = b"trailer\n<< /Size %d /Root 1 0 R /Info 7 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        len(document),
    )
    return document + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + trailer


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(pdf())
