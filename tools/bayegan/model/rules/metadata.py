"""Rules of metadata."""

from bayegan.model.rules.rule import Rule

METADATA_RULES: dict[str, Rule] = {
    "xml-doctype": Rule(
        text="Metadata holds no document type declaration: entities can read other files and fill the memory "
        "(XML 1.0, 2.8 and 4.2.2)",
        expected="an XML document without a DOCTYPE",
        advice="Do not open the file with other software. Ask its sender for a copy without a DOCTYPE.",
    ),
    "xml-not-well-formed": Rule(
        text="Metadata is well-formed XML; the first fatal error ends the reading (XML 1.0, 1.2 and 2.1)",
        expected="a well-formed XML document",
        advice="Open the file in a text editor at the place named, or replace it with an undamaged copy.",
    ),
    "xml-limit": Rule(
        text="Metadata keeps within what is safe to read: elements 256 deep, texts of ten million octets",
        expected="an XML document within these limits",
        advice="Put long texts into the payload as files of their own, and describe them in the metadata.",
    ),
    "xml-unknown-root": Rule(
        text="A metadata file starts with an element that one of our schemas declares",
        expected="the root element of a known schema",
        advice="Check that this is the file meant. Metadata in other forms is kept as payload.",
    ),
    "xml-schema": Rule(
        text="A metadata file is valid by its schema (XML Schema 1.0)",
        expected="what the schema allows",
        advice="Correct the file at the line named, or make it anew from the submission.",
    ),
    "xml-not-all-checked": Rule(
        text="Every problem of a metadata file is reported, and what could not be looked at is said",
        expected="a file whose problems can be listed in full",
        advice="Correct the problems that are listed, then check the file again.",
    ),
    "date-not-edtf": Rule(
        text="The edtf element of a record holds an extended date or time (EDTF: ISO 8601-2:2019, Annex A)",
        expected="a date such as 1988, 1988-07, 1988-07-22, 1988-07~, 1988-07/1988-08 or [1990-04-17,1990-04-27]",
        advice="Write the date in EDTF and in the Gregorian calendar; keep the words of the source as its text.",
    ),
}
