"""Rules of BagIt profiles, and of the bags that are held against them (BagIt Profiles 1.4.0)."""

from bayegan.model.rules.rule import Rule

_PROFILE = "Mend the profile, or use another."
_FIT = "Make the bag anew so that it fits the profile, or agree on another profile."

BAG_PROFILE_RULES: dict[str, Rule] = {
    "bag-profile-json": Rule("a BagIt profile is a JSON object (BagIt Profiles 1.4.0)", "a JSON object", _PROFILE),
    "bag-profile-form": Rule(
        "the values in a BagIt profile have the types of the specification (BagIt Profiles 1.4.0)",
        "a value of the right type",
        _PROFILE,
    ),
    "bag-profile-incomplete": Rule(
        "a BagIt profile says what it is and what it accepts (BagIt Profiles 1.4.0)",
        "a value",
        "The profile is used as it is. Tell its keeper.",
        "warning",
    ),
    "bag-profile-key": Rule(
        "a key in a BagIt profile is one that its version of the specification has, 1.1.0 where it states none "
        "(BagIt Profiles 1.4.0, BagIt-Profile-Version)",
        "a key of that version",
        "The key was passed over. Ask the profile's keeper to correct it, or to state BagIt-Profile-Version.",
        "warning",
    ),
    "bag-profile-algorithm-name": Rule(
        "a profile names an algorithm as manifests are named, in lower-case letters and digits (RFC 8493, 2.4)",
        "sha256 for SHA-256",
        "The usual name was used in its place. Tell the profile's keeper.",
        "warning",
    ),
    "bag-profile-contradiction": Rule(
        "what a BagIt profile requires it also allows (BagIt Profiles 1.4.0)", "one or the other", _PROFILE
    ),
    "bag-profile-serialization": Rule(
        "a bag comes in the form that its profile accepts (BagIt Profiles 1.4.0, Serialization)",
        "an accepted form",
        "Put the bag into the form that the profile accepts; nothing else was held against the profile.",
    ),
    "bag-profile-version": Rule(
        "a bag has a BagIt version that its profile accepts (BagIt Profiles 1.4.0, Accept-BagIt-Version)",
        "an accepted version",
        "Make the bag anew in an accepted version; nothing else was held against the profile.",
    ),
    "bag-profile-identifier": Rule(
        "a bag names the profile that it follows, as BagIt-Profile-Identifier (BagIt Profiles 1.4.0)",
        "the profile's identifier",
        _FIT,
    ),
    "bag-profile-tag-required": Rule(
        "bag metadata holds the elements that the profile requires (BagIt Profiles 1.4.0, Bag-Info)",
        "the element",
        _FIT,
    ),
    "bag-profile-tag-empty": Rule(
        "an element that the profile requires says something (compare BagIt Profiles 1.4.0, Bag-Info)",
        "a value",
        "The specification asks for the element only; whoever receives the bag may ask for a value. Give it one.",
        "warning",
    ),
    "bag-profile-tag-value": Rule(
        "an element has a value that the profile accepts (BagIt Profiles 1.4.0, Bag-Info)",
        "an accepted value",
        _FIT,
    ),
    "bag-profile-tag-repeated": Rule(
        "an element that is not repeatable is given once (BagIt Profiles 1.4.0, Bag-Info)", "one value", _FIT
    ),
    "bag-profile-manifest-required": Rule(
        "a bag has the manifests that the profile requires (BagIt Profiles 1.4.0, Manifests-Required and "
        "Tag-Manifests-Required)",
        "the manifest",
        _FIT,
    ),
    "bag-profile-manifest-not-allowed": Rule(
        "a bag has only manifests that the profile allows (BagIt Profiles 1.4.0, Manifests-Allowed and "
        "Tag-Manifests-Allowed)",
        "no such manifest",
        _FIT,
    ),
    "bag-profile-fetch": Rule(
        "a bag has a fetch.txt as the profile says (BagIt Profiles 1.4.0, Allow-Fetch.txt and Fetch.txt-Required)",
        "fetch.txt as the profile says",
        _FIT,
    ),
    "bag-profile-data-empty": Rule(
        "the payload is empty, or one file of no octets (BagIt Profiles 1.4.0, Data-Empty)",
        "no octets in data/",
        _FIT,
    ),
    "bag-profile-file-required": Rule(
        "a bag has the files that the profile requires (BagIt Profiles 1.4.0, Tag-Files-Required and "
        "Payload-Files-Required)",
        "the file",
        _FIT,
    ),
    "bag-profile-file-not-allowed": Rule(
        "a bag has only files that the profile allows (BagIt Profiles 1.4.0, Tag-Files-Allowed and "
        "Payload-Files-Allowed)",
        "no such file",
        _FIT,
    ),
}
