"""Rules of amendments: corrections of items that are sealed."""

from bayegan.model.rules.rule import Rule

AMENDMENT_RULES: dict[str, Rule] = {
    "amendment-one-item": Rule(
        "an amendment describes one item, and describes it whole",
        "one item",
        "Make a submission of its own for each item that is amended.",
    ),
    "amendment-identifier": Rule(
        "an amendment is for the item that the command names",
        "the identifier of the item, or none",
        "Check which item is meant, and correct the identifier or the command. An identifier cannot be amended.",
    ),
    "amendment-unexplained": Rule(
        "every correction says who asks for it, and why",
        "who and why",
        "State it in the submission under “amendment”, or with --by and --reason.",
    ),
    "amendment-history": Rule(
        "what was amended before stays as it was recorded",
        "the amendments of the sealed version, or none",
        "Leave “amendments” out: they go over from the sealed version.",
    ),
    "amendment-left-out": Rule(
        "a file is left out of the next version if the amendment names it, and then it is nowhere else in it",
        "a file of the sealed version, by its path below data/, that the item does not name",
        "Correct the name as `bayegan show` has it, or take the file out of one of the two lists.",
    ),
    "amendment-file-in-the-way": Rule(
        "a name is that of a file or that of a folder",
        "names that fit into one folder",
        "Give the new file another name, or leave the one out that is in its way.",
    ),
    "amendment-nothing-changed": Rule(
        "a new version differs from the one before it",
        "another description, or other files",
        "Nothing needs to be done. If something should have changed, check that this is the right submission.",
    ),
    "amendment-given-twice": Rule(
        "a submission makes one version of an item, with one reason",
        "a submission that has made no version of the item, or the same amendment again",
        "State in a submission of its own what is to be amended now.",
    ),
    "amendment-for-ingest": Rule(
        "an ingest takes new items in; `bayegan amend` makes the later versions, and numbers them",
        "no amendment",
        "Pass it to `bayegan amend ITEM`; or, for a new item, leave “amendment” and “amendments” out.",
    ),
}
