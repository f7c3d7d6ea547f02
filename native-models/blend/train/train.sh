#!/bin/sh
# Makes native-models/genre and native-models/blend anew: fetches scores, soundfonts and music, renders, has the product hear it all, fits, exports. One
# command, seeded. Needs Python 3.11, fluidsynth, ffmpeg, unzip, apt-get and dpkg (Debian 12), `npm run setup` done, and 12 GB in WORK
# (default: a temporary folder).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
work=${WORK:-$(mktemp -d)}
mkdir -p "$work"
cd "$work"
[ -d "$root/node_modules" ] || { echo "npm run setup has to be run first" >&2; exit 1; }
programs="python3.11 fluidsynth ffmpeg unzip apt-get dpkg"
. "$here/../../melody/train/fetch-music.sh"

fetch_fonts fluid-soundfont-gm timgm6mb-soundfont
fetch_music warzone2100-music drascula-music singularity-music asc-music freedroidrpg-data hedgewars-data \
  marsshooter-data nexuiz-music starfighter-data trackballs-data ufoai-music unknown-horizons widelands-data \
  wesnoth-1.16-music
for archive in $(find music -name '*.pk3'); do
  # 11: there is no such file in it; anything else would be music left out.
  unzip -q -o "$archive" '*.ogg' -d "$archive.d" || [ $? -eq 11 ]
done

# shellcheck disable=SC2086
venv/bin/python "$here/recordings.py" --music $music --out "$work/recordings"
venv/bin/python "$here/../../melody/train/render.py" --corpus "$corpus" --fonts fonts --out data --part train --versions 3 \
  --name tunes --limit 301 --seed 201 --sound tunes-sound
# Three versions each of the first 80 tunes.
i=0
: > tunes.txt
while [ "$i" -lt 80 ]; do
  for version in 0 1 2; do
    printf '%s/tunes-sound/%05d.wav\n' "$work" "$((version * 301 + i))" >> tunes.txt
  done
  i=$((i + 1))
done
hear() { # lines, what the vectors are called
  (cd "$root" && node --import tsx scripts/bench/quality/vectors-for-training.ts --cache "$work/heard" --out "$2" --processes 2) < "$1"
}
hear recordings/lines.txt "$work/vectors-songs"
hear tunes.txt "$work/vectors-tunes"
heard="--songs vectors-songs --tunes vectors-tunes --renderings data/tunes/versions.json"
# shellcheck disable=SC2086
venv/bin/python "$here/../../genre/train/fit.py" $heard
# shellcheck disable=SC2086
venv/bin/python "$here/train.py" $heard --genre vectors-songs.genre.pt --out head
venv/bin/python "$here/export.py" --head head/blend.pt
cp head/log.jsonl "$here/../log.jsonl"
cp recordings/recordings.json "$here/../recordings.json"
