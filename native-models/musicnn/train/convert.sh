#!/bin/sh
# Makes native-models/musicnn-msd and musicnn-mtt anew from the published package. Needs Python 3.11 and about 2 GB
# in a temporary folder, which it removes. Arguments go to convert.py (`--music FILE …` chooses other golden songs).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3.11 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet -r "$here/requirements.txt"
"$work/venv/bin/pip" download --quiet --no-deps --no-binary :all: --no-build-isolation -d "$work" musicnn==0.1.0
"$work/venv/bin/python" "$here/convert.py" "$work/musicnn-0.1.0.tar.gz" "$@"
