#!/usr/bin/env bash
# Make the environments of the judges that cannot live in ours, below .judges (or $BAYEGAN_JUDGES): eark-validator, which pins
# an old lxml, ocfl-py and dspyce, which bring much that nothing else needs, and commons-ip, which is Java.
# Only this needs a network.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
judges="${BAYEGAN_JUDGES:-$here/../../.judges}"
mkdir -p "$judges"
environment() {
  [ ! -e "$judges/$1/ready" ] || return 0
  "${PYTHON:-python3}" -m venv "$judges/$1"
  "$judges/$1/bin/python" -m pip install --quiet --disable-pip-version-check "$2"
  touch "$judges/$1/ready"
}
environment eark-validator eark-validator==1.1.3
environment ocfl 'ocfl-py>=2.1'
environment dspyce 'dspyce>=0.2.2,<0.3'
if [ ! -e "$judges/commons-ip/ready" ]; then
  mvn -q -B -f "$here/commons-ip.xml" dependency:copy-dependencies -DoutputDirectory="$judges/commons-ip"
  touch "$judges/commons-ip/ready"
fi
