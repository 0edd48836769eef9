#!/usr/bin/env bash
# Make the environments of the judges that cannot live in ours, below .judges (or $BAYEGAN_JUDGES):
# eark-validator, which pins an old lxml, ocfl-py, which brings an S3 stack, and commons-ip, which is Java. Only this needs a network.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
judges="${BAYEGAN_JUDGES:-$here/../../.judges}"
mkdir -p "$judges"
if [ ! -e "$judges/eark-validator/ready" ]; then
  "${PYTHON:-python3}" -m venv "$judges/eark-validator"
  "$judges/eark-validator/bin/python" -m pip install --quiet --disable-pip-version-check eark-validator==1.1.3
  touch "$judges/eark-validator/ready"
fi
if [ ! -e "$judges/ocfl/ready" ]; then
  "${PYTHON:-python3}" -m venv "$judges/ocfl"
  "$judges/ocfl/bin/python" -m pip install --quiet --disable-pip-version-check 'ocfl-py>=2.1'
  touch "$judges/ocfl/ready"
fi
if [ ! -e "$judges/commons-ip/ready" ]; then
  mvn -q -B -f "$here/commons-ip.xml" dependency:copy-dependencies -DoutputDirectory="$judges/commons-ip"
  touch "$judges/commons-ip/ready"
fi
