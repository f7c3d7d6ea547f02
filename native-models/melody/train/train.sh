#!/bin/sh
# Makes native-models/melody anew: fetches scores, soundfonts and music, renders, trains, judges, exports. One command, seeded.
# Needs Python 3.11, fluidsynth, timidity, ffmpeg, apt-get and dpkg (Debian 12), and 8 GB in WORK (default: a temporary folder).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=${WORK:-$(mktemp -d)}
mkdir -p "$work"
cd "$work"
programs="python3.11 fluidsynth timidity ffmpeg apt-get dpkg"
. "$here/fetch-music.sh"

fetch_fonts fluid-soundfont-gm timgm6mb-soundfont freepats
sed "s#^dir .*#dir $work/fonts/usr/share/midi/freepats#" fonts/etc/timidity/freepats.cfg > fonts/freepats.cfg
fetch_music asc-music fb-music-high freedroidrpg-data hedgewars-data marsshooter-data nexuiz-music starfighter-data \
  trackballs-data ufoai-music unknown-horizons widelands-data drascula-music singularity-music warzone2100-music \
  wesnoth-1.16-music

sf2=fonts/usr/share/sounds/sf2
render() { venv/bin/python "$here/render.py" --corpus "$corpus" --fonts fonts --out data "$@"; }
render --part validate --versions 4 --seed 101
render --part judge --versions 5 --seed 102 --sound judge-sound
venv/bin/python "$here/notes.py" --fonts $sf2/FluidR3_GM.sf2 $sf2/TimGM6mb.sf2 --out data/bank.npz
for number in 1 2 3 4; do
  render --part train --versions 2 --bank data/bank.npz --name train-$number --seed $number
done
# shellcheck disable=SC2086
venv/bin/python "$here/recordings.py" --music $music --out data/real
venv/bin/python "$here/train.py" --data data --parts train-1 train-2 train-3 train-4 real --out model
venv/bin/python "$here/judge.py" --data data/judge --encoder model/encoder.pt --out judge.jsonl
venv/bin/python "$here/export.py" --encoder model/encoder.pt
cp model/log.jsonl "$here/../log.jsonl"
cp judge.jsonl "$here/../judge.jsonl"
cp data/real/songs.json "$here/../recordings.json"

# The original's autoencoder, for comparison.
render --part train --versions 1 --name train-sound --limit 301 --seed 103 --sound train-sound
venv/bin/python "$here/plain.py" --train-sound train-sound --judge-sound judge-sound --judge data/judge --out plain --epochs 2 --batch 16
cp plain/log.jsonl "$here/../plain.jsonl"
