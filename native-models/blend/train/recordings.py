"""Songs of Debian packages → mono WAV at 16 kHz, and which changed copies of each are heard: lines for vectors-for-training.ts."""
import argparse
import hashlib
import json
import random
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "melody" / "train"))
from recordings import JUDGING_PACKAGES, MUSIC  # noqa: E402

SHORTEST_SECONDS = 40
MOST_PER_PACKAGE = 14
BYTES_PER_SECOND = 32000
# As the quality bench names them; every song is also heard as it is and by its middle half.
CHANGES = ["faster-3-percent", "slower-3-percent", "up-a-semitone", "down-a-semitone", "minus-12-db", "silence-3-s-before", "mp3-64"]
CHANGES_EACH = 2


def songs_of(package):
    return [path for path in sorted(package.rglob("*")) if path.suffix.lower() in MUSIC and path.stat().st_size > 250_000]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--music", type=Path, nargs="+", required=True, help="unpacked packages")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    if any(package.name in JUDGING_PACKAGES for package in args.music):
        raise SystemExit("music kept for judging must not be here")
    (args.out / "wav").mkdir(parents=True, exist_ok=True)
    lines, about = [], []
    for package in args.music:
        songs = songs_of(package)
        random.Random(package.name).shuffle(songs)
        kept = 0
        for path in songs:
            wav = args.out / "wav" / f"{package.name}__{hashlib.sha256(path.read_bytes()).hexdigest()[:12]}.wav"
            if kept == MOST_PER_PACKAGE or not to_wav(path, wav):
                continue
            kept += 1
            changes = ["middle-half", *random.Random(wav.name).sample(CHANGES, CHANGES_EACH)]
            lines += [str(wav), *(f"{wav}\t{change}" for change in changes)]
            about.append({"package": package.name, "file": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()})
    (args.out / "lines.txt").write_text("\n".join(lines) + "\n")
    (args.out / "recordings.json").write_text(json.dumps(about, indent=1))


def to_wav(path, wav):
    """@returns whether there is a song of some length"""
    if not wav.exists():
        command = ["ffmpeg", "-nostdin", "-v", "error", "-threads", "1", "-y", "-i", str(path), "-map", "0:a:0", "-ac", "1", "-ar", "16000", str(wav)]
        if subprocess.run(command, check=False).returncode != 0:
            return False
    return wav.stat().st_size >= BYTES_PER_SECOND * SHORTEST_SECONDS


if __name__ == "__main__":
    main()
