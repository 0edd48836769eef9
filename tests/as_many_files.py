"""The command line, with every item built as one of many files is: for faults in that way of building."""

from bayegan.cli.main import run
from bayegan.services import build_item

build_item.FEW_FILES = 0
run()
