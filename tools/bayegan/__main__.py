"""`python -m bayegan` is `bayegan`."""

from bayegan.cli.main import run

if __name__ == "__main__":
    run()
