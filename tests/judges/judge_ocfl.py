"""Run by a Python that has ocfl-py: prints every error and warning of a storage root and of its objects."""

import logging
import sys

from ocfl import StorageRoot

logging.disable(logging.CRITICAL)
root = StorageRoot(root=sys.argv[1])
is_valid = root.validate(log_warnings=True)
for message in [*root.log.messages, *(said for _, said in root.errors)]:
    print(message.replace("\n", " "))
if not is_valid or root.num_objects != root.good_objects or root.num_objects == 0:
    print(f"{root.good_objects} of {root.num_objects} objects are good; the root is valid: {is_valid}")
