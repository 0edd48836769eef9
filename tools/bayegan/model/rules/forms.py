"""Rules of an archive's own forms of metadata, and of the files in them."""

from bayegan.model.rules.rule import Rule

FORM_RULES: dict[str, Rule] = {
    "form-schema": Rule(
        text="the schema of a form is an XML Schema 1.0 that can be used",
        expected="a schema that compiles",
        advice="Correct the schema at the place named; `bayegan validate` on it says whether it can be used.",
    ),
    "form-schema-outside": Rule(
        text="the schema of a form stands alone: it includes, redefines and imports nothing, except schemas that "
        "ship with the software, by their file names. Nothing is ever fetched",
        expected="no schemaLocation, or the name of a shipped schema such as xml-1.0.xsd",
        advice="Copy what is needed into the schema itself.",
    ),
    "form-schema-root": Rule(
        text="the schema of a form declares the root element that bayegan.toml names, in its namespace",
        expected="a global declaration of that element",
        advice="Correct root and namespace in bayegan.toml, or targetNamespace and the element in the schema.",
    ),
    "form-unknown": Rule(
        text="a metadata file of a submission is in a form that the archive has ([metadata.NAME] in bayegan.toml)",
        expected="a form of the archive",
        advice="Correct the name of the form, or give the archive the form first.",
    ),
    "form-twice": Rule(
        text="an item has at most one metadata file of each form, for each has its one place in the bag",
        expected="one file",
        advice="Name one file, or describe the item as several items.",
    ),
    "form-root": Rule(
        text="a metadata file begins with the root element of its form",
        expected="the root element of the form",
        advice="Check that this is the file meant, and that its namespace is written exactly.",
    ),
    "form-not-public": Rule(
        text="the bag of a public item has metadata only in forms that the archive calls public: who is given it "
        "can read all of it",
        expected="an item that is not public, or a form with public = true",
        advice="Give the item the access level restricted; or set public = true, if all may read such files.",
    ),
    "form-too-large": Rule(
        text="a metadata file in a form of the archive's own has at most 16 MiB",
        expected="at most 16,777,216 octets",
        advice="Keep what is so large as a document of the item.",
    ),
    "form-not-checked": Rule(
        text="a metadata file is held against the schema of its form",
        expected="an archive at hand that has the form",
        advice="Name the archive with --archive, or go into it.",
        severity="warning",
    ),
}
