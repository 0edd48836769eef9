"""Rules of DataCite 4.7: what its schema and its documentation ask of a resource."""

from bayegan.model.rules.rule import Rule

_MENDED = "Correct the value in the record (`bayegan amend`) and export again."

DATACITE_RULES: dict[str, Rule] = {
    "datacite-package-empty": Rule(
        "a package holds one XML file for each item", "an XML file", "Point at the folder of the XML files."
    ),
    "datacite-xml": Rule(
        "a file is well-formed XML without a DOCTYPE, and its root is `resource` of http://datacite.org/schema/kernel-4",
        "a DataCite resource",
        "Write the file again with `bayegan export datacite`.",
    ),
    "datacite-mandatory": Rule(
        "identifier, creator, title, publisher, publication year and resource type are there (DataCite 4.7, "
        "mandatory properties)",
        "the property",
        "Fill it in the record.",
    ),
    "datacite-repeated": Rule(
        "identifier, publisher, publication year, resource type, language and version are there at most once "
        "(DataCite 4.7, occurrence)",
        "once",
        _MENDED,
    ),
    "datacite-property-unknown": Rule(
        "an element or an attribute is one of the properties of DataCite 4.7", "a known property", _MENDED
    ),
    "datacite-attribute-missing": Rule(
        "types of identifiers, contributors, dates, relations and descriptions are stated (DataCite 4.7)",
        "the attribute",
        _MENDED,
    ),
    "datacite-value-unknown": Rule(
        "a type is one of DataCite's own list (DataCite 4.7, controlled lists)", "a value of the list", _MENDED
    ),
    "datacite-empty": Rule("no property is blank", "a text", _MENDED),
    "datacite-doi-form": Rule(
        "the identifier is a DOI: 10.NNNN/SUFFIX, without address (DataCite 4.7, property 1)",
        "10.NNNN/SUFFIX",
        "Give the DOI as dc.identifier in the record.",
    ),
    "datacite-doi-missing": Rule(
        "the identifier of a registered resource is a DOI (DataCite 4.7, property 1); (:tba) stands for one "
        "that is to be assigned",
        "a DOI",
        "Let DataCite assign one when the file is uploaded, or export again with --set prefix=10.NNNN. Then put "
        "the DOI into the record, as dc.identifier.",
        "warning",
    ),
    "datacite-doi-twice": Rule(
        "a DOI belongs to one resource; letter case does not count",
        "a DOI that no other item has",
        "Two identifiers differ in letter case only, or two records have the same DOI: correct one of them.",
    ),
    "datacite-creator-unknown": Rule(
        "a resource has a creator (DataCite 4.7, property 2); (:unav) stands for one who is not known",
        "a person or an organisation with the role author",
        "Give whoever made the document the role author in the record; leave it where nobody knows.",
        "warning",
    ),
    "datacite-year-form": Rule(
        "the publication year has four digits (DataCite 4.7, property 5)", "YYYY", "Correct the date of issue."
    ),
    "datacite-date-form": Rule(
        "a date is in W3CDTF, or a range of two after RKMS-ISO8601 (DataCite 4.7, property 8)",
        "1988, 1988-07, 1988-07-28, or two of them with a slash",
        _MENDED,
    ),
    "datacite-language-form": Rule(
        "the language is a language tag (DataCite 4.7, property 9; BCP 47)", "a language tag, as fa", _MENDED
    ),
    "datacite-not-public": Rule(
        "DataCite publishes all metadata of a DOI that is registered or findable",
        "an item that is public",
        "Register this item only as a draft, or not at all.",
        "warning",
    ),
}
