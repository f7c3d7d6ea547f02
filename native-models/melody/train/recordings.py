"""Real recordings → front-end features of the same places treated in several ways, so that treatment stops mattering."""
import argparse
import hashlib
import json
import subprocess
import zipfile
from pathlib import Path

import numpy as np
import torch

from frontend import HOP, SAMPLE_RATE, FrontEnd
from arrange import PIECE_SECONDS

# Kept for judging the product: never read here.
JUDGING_PACKAGES = ("0ad-data", "supertuxkart-data", "naev-data", "endless-sky-data", "flare-game", "megaglest-data",
                    "neverball-data", "lincity-ng-data")
MUSIC = {".ogg", ".mp3", ".opus", ".flac"}
SHORTEST_SECONDS = 45
MOST_PER_PACKAGE = 20
CODECS = [("libmp3lame", "mp3", "48k"), ("libmp3lame", "mp3", "96k"), ("libopus", "ogg", "32k")]
PIECE_SAMPLES = int(PIECE_SECONDS * SAMPLE_RATE) // HOP * HOP


def find_songs(roots, unpack_to):
    """Music files of the packages, spread over each where it has many; archives (pk3) are unpacked first."""
    for root in roots:
        for archive in sorted(root.rglob("*.pk3")):
            with zipfile.ZipFile(archive) as packed:
                for name in packed.namelist():
                    if Path(name).suffix.lower() in MUSIC:
                        packed.extract(name, unpack_to / root.name)
    found = []
    for root in (*roots, unpack_to):
        songs = [path for path in sorted(root.rglob("*")) if path.suffix.lower() in MUSIC and path.stat().st_size > 300_000]
        found += songs[::-(-len(songs) // MOST_PER_PACKAGE) or 1]
    if any(package in str(path) for path in found for package in JUDGING_PACKAGES):
        raise SystemExit("music kept for judging must not be here")
    return found


def package_of(path, roots):
    """The package a file was unpacked from, archives within it too."""
    for root in roots:
        if root in path.parents:
            return root.name
    return next(part for part in path.parts[path.parts.index("unpacked") + 1:])


def seconds_of(path):
    answer = subprocess.run(["ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", str(path)],
                            capture_output=True, text=True, check=False)
    try:
        return float(answer.stdout.strip())
    except ValueError:
        return 0.0


def hear(path, start, filters=(), codec=None):
    """@returns PIECE_SAMPLES mono samples from `start` on, through a lossy codec where one is named"""
    take = ["-ss", f"{max(0.0, start):.2f}", "-t", f"{PIECE_SECONDS * 1.3 + 1:.2f}", "-i", str(path)]
    wanted = ["-ac", "1", "-ar", str(SAMPLE_RATE), *(["-af", ",".join(filters)] if filters else [])]
    quiet = ["ffmpeg", "-v", "error", "-nostdin", "-threads", "1"]
    if codec is not None:
        name, container, rate = codec
        coded = subprocess.run([*quiet, *take, "-ac", "2", "-ar", "48000" if name == "libopus" else "44100", "-c:a", name,
                                "-b:a", rate, "-f", container, "-"], capture_output=True, check=True).stdout
        heard = subprocess.run([*quiet, "-i", "-", *wanted, "-f", "s16le", "-"], input=coded, capture_output=True,
                               check=True).stdout
    else:
        heard = subprocess.run([*quiet, *take, *wanted, "-f", "s16le", "-"], capture_output=True, check=True).stdout
    sound = np.frombuffer(heard, dtype="<i2").astype(np.float32)[:PIECE_SAMPLES] / 32768
    return np.pad(sound, (0, PIECE_SAMPLES - len(sound)))


def treatments(rng):
    """As it is; and in another pitch and tempo, coded, a little elsewhere."""
    pitch = 2 ** (float(rng.uniform(-1, 1)) / 12)
    tempo = float(rng.uniform(0.95, 1.05)) / pitch
    filters = (f"aresample={SAMPLE_RATE * 2}", f"asetrate={int(SAMPLE_RATE * 2 * pitch)}", f"atempo={tempo:.4f}")
    yield {}, 0.0
    yield {"filters": filters, "codec": CODECS[int(rng.integers(len(CODECS)))]}, float(rng.uniform(-4, 4))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--music", type=Path, nargs="+", required=True, help="unpacked packages")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=11)
    args = parser.parse_args()
    torch.set_num_threads(1)
    rng, front_end = np.random.default_rng(args.seed), FrontEnd()
    args.out.mkdir(parents=True, exist_ok=True)
    features, abouts, songs = [], [], []
    for path in find_songs(args.music, args.out / "unpacked"):
        seconds = seconds_of(path)
        if seconds < SHORTEST_SECONDS:
            continue
        songs.append({"package": package_of(path, args.music), "file": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()})
        start = (seconds - PIECE_SECONDS) * float(rng.uniform(0.2, 0.8))
        for how, moved in treatments(rng):
            sound = hear(path, min(max(0.0, start + moved), seconds - PIECE_SECONDS), **how)
            with torch.no_grad():
                features.append(front_end(torch.from_numpy(sound)[None])[0].numpy().astype(np.float16))
            silent = not np.any(np.abs(sound) > 1e-3)
            abouts.append({"tune": len(songs), "name": path.name, **({"silent": True} if silent else {})})
        print(len(songs), path.name, flush=True)
    np.save(args.out / "features.npy", np.stack(features))
    (args.out / "versions.json").write_text(json.dumps(abouts))
    (args.out / "songs.json").write_text(json.dumps(songs, indent=1))


if __name__ == "__main__":
    main()
