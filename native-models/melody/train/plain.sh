#!/bin/sh
# Trains the original's autoencoder and leaves its encoder where `npm run bench -- quality` looks for it. It does not ship.
# Needs what train.sh needs, and the WORK folder of blend/train/train.sh, which has run before: its renderings and recordings are heard.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=${WORK:?the folder that blend/train/train.sh has worked in}
cd "$work"
mkdir -p plain-train
i=0
while [ "$i" -le 300 ]; do
  name=$(printf %05d "$i")
  ln -f "tunes-sound/$name.wav" "plain-train/t$name.wav"
  i=$((i + 1))
done
for song in recordings/wav/*.wav; do
  ln -f "$song" "plain-train/r-$(basename "$song")"
done
venv/bin/python "$here/plain.py" --train-sound plain-train --out plain --epochs "${EPOCHS:-4}" --batch 16 \
  --onnx "${XDG_CACHE_HOME:-$HOME/.cache}/ok-mugle/bench/quality/plain.onnx"
