"""What a service asks of the world: small protocols, each with one reason to change.

The library (`bayegan.library`) gives the services real ones; tests may give others that keep the contract.
"""

from collections.abc import Callable
from datetime import datetime

Clock = Callable[[], datetime]
"""Returns the time now, aware and in UTC."""
