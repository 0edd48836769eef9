"""What tells the three E-ARK packages apart (CSIP, SIP, AIP and DIP 2.2.0)."""

from dataclasses import dataclass

REPRESENTATION = "representations/rep1"
"""Where the documents lie; the sealed bag is one representation of its item."""


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of package: its type, the profile that its METS names, and how its identifier ends."""

    type: str
    profile: str
    suffix: str = ""


SIP = Form("SIP", "https://earksip.dilcis.eu/profile/E-ARK-SIP-v2-2-0.xml")
AIP = Form("AIP", "https://earkdip.dilcis.eu/profile/E-ARK-AIP-v2-2-0.xml")
"""The host of the profile is written as the specification has it (AIPM2)."""
DIP = Form("DIP", "https://earkdip.dilcis.eu/profile/E-ARK-DIP.xml", "_DIP")
"""A DIP is a new package and has an identifier of its own (DIP1)."""

FORMS = {form.type: form for form in (SIP, AIP, DIP)}
