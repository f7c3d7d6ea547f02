"""Versions of tunes → sound (fluidsynth, timidity) → front-end features on disk. Sound itself is not kept."""
import argparse
import json
import tempfile
import wave
import zlib
from pathlib import Path

import numpy as np
import torch

from arrange import MEAN_NOTE_SECONDS, PIECE_SECONDS, SLOT_SECONDS, make_version, midi_file
from frontend import HOP, SAMPLE_RATE, FrontEnd, compress
from notes import Bank
from scores import JUDGING_COLLECTION, TRAINING_COLLECTIONS, read_collections
from synthesis import synthesise

PIECE_SAMPLES = int(PIECE_SECONDS * SAMPLE_RATE) // HOP * HOP
SLOT_SAMPLES = int(SLOT_SECONDS * SAMPLE_RATE)
SLOTS = 24


def colour(sound, rng):
    """What rooms, equipment and codecs do: a tilt of the spectrum, some noise, another level."""
    tilt = float(rng.uniform(-0.5, 0.7))
    out = sound - tilt * np.concatenate([[0], sound[:-1]]).astype(np.float32)
    if rng.random() < 0.4:
        level = np.sqrt(np.mean(out**2) + 1e-9) * 10 ** (-float(rng.uniform(25, 50)) / 20)
        out = out + rng.normal(0, level, out.shape).astype(np.float32)
    return (out * 10 ** (float(rng.uniform(-20, 0)) / 20)).astype(np.float32)


def base_seconds(tune):
    """The tempo of a tune by its name, so that every version has the same."""
    low, high = MEAN_NOTE_SECONDS
    return low + (high - low) * (zlib.crc32(tune.name.encode()) % 1000) / 1000


def render(jobs, fonts, seed, out, front_end, whole, keep_sound=None):
    """
    @param jobs (tune number, tune) in the order of rendering; font i serves jobs i, i + n, …
    Writes features.npy [jobs, 144, frames] float16 and versions.json.
    """
    rng = np.random.default_rng(seed)
    features = np.lib.format.open_memmap(out / "features.npy", mode="w+", dtype=np.float16,
                                         shape=(len(jobs), 144, PIECE_SAMPLES // HOP))
    abouts = [None] * len(jobs)
    with tempfile.TemporaryDirectory() as folder:
        for which, font in enumerate(fonts):
            mine = list(range(which, len(jobs), len(fonts)))
            for first in range(0, len(mine), SLOTS):
                rows = mine[first:first + SLOTS]
                versions = [make_version(jobs[row][1], rng, base_seconds(jobs[row][1]), whole=whole) for row in rows]
                room = bool(rng.random() < 0.5)
                sound = synthesise(midi_file(versions), font, room, folder)
                for slot, row in enumerate(rows):
                    piece = np.zeros(PIECE_SAMPLES, np.float32)
                    heard = sound[slot * SLOT_SAMPLES:slot * SLOT_SAMPLES + PIECE_SAMPLES]
                    piece[:len(heard)] = heard
                    silent = not np.any(np.abs(piece) > 1e-3)
                    piece = colour(piece, rng)
                    with torch.no_grad():
                        features[row] = front_end(torch.from_numpy(piece)[None])[0].numpy()
                    abouts[row] = {"tune": jobs[row][0], "name": jobs[row][1].name, "font": font.name, "room": room,
                                   **versions[slot].about, **({"silent": True} if silent else {})}
                    if keep_sound is not None:
                        keep_sound(row, piece)
                print(f"{out.name}: {font.name} {first + len(rows)}/{len(mine)}", flush=True)
    features.flush()
    (out / "versions.json").write_text(json.dumps(abouts))


def write_wav(path, piece):
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes((np.clip(piece, -1, 1) * 32767).astype("<i2").tobytes())


def compose(jobs, bank, fonts, seed, out):
    """As `render`, put together from pictures of notes."""
    rng = np.random.default_rng(seed)
    features = np.lib.format.open_memmap(out / "features.npy", mode="w+", dtype=np.float16,
                                         shape=(len(jobs), 144, PIECE_SAMPLES // HOP))
    abouts = []
    for row, (number, tune) in enumerate(jobs):
        version = make_version(tune, rng, base_seconds(tune))
        font = int(rng.integers(fonts))
        magnitude = bank.picture(version, font)
        blur = rng.random() * 0.3
        magnitude[:, 1:] += blur * magnitude[:, :-1]
        features[row] = compress(torch.from_numpy(magnitude)[None])[0].numpy()
        abouts.append({"tune": number, "name": tune.name, "font": font, **version.about})
        if row % 500 == 499:
            print(f"{out.name}: {row + 1}/{len(jobs)}", flush=True)
    features.flush()
    (out / "versions.json").write_text(json.dumps(abouts))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--corpus", type=Path, required=True, help="music21's corpus folder")
    parser.add_argument("--fonts", type=Path, required=True, help="folder that holds the unpacked soundfont packages")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--part", choices=["train", "validate", "judge"], required=True)
    parser.add_argument("--versions", type=int, default=2)
    parser.add_argument("--bank", type=Path, help="notes.py's output: put the versions together from it")
    parser.add_argument("--sound", type=Path, help="keep the sound too, as 16-bit WAV, in this folder")
    parser.add_argument("--limit", type=int, help="only so many tunes")
    parser.add_argument("--name", help="folder in --out, the part's name when left out")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(1)
    sf2 = args.fonts / "usr/share/sounds/sf2"
    fonts = [sf2 / "FluidR3_GM.sf2", sf2 / "TimGM6mb.sf2"]
    tunes, held = split(args.corpus)
    if args.part == "judge":
        chosen = held["judge"]
        # Freepats is heard nowhere in training.
        fonts.append(args.fonts / "freepats.cfg")
    else:
        chosen = held["validate"] if args.part == "validate" else tunes
    chosen = chosen[:args.limit]
    out = args.out / (args.name or args.part)
    out.mkdir(parents=True, exist_ok=True)
    # Version by version, so that a run that is cut short has some of every tune, and that versions differ in font.
    jobs = [(number, tune) for _ in range(args.versions) for number, tune in enumerate(chosen)]
    if args.bank is not None:
        return compose(jobs, Bank(args.bank), len(fonts), args.seed, out)
    if len(chosen) % len(fonts) == 0:
        raise SystemExit("the number of tunes must not divide by that of the fonts, or a tune keeps to one font")
    if args.sound is not None:
        args.sound.mkdir(parents=True, exist_ok=True)
    keep = None if args.sound is None else lambda row, piece: write_wav(args.sound / f"{row:05}.wav", piece)
    render(jobs, fonts, args.seed, out, FrontEnd(), whole=args.part == "judge", keep_sound=keep)


def split(corpus):
    """Training tunes; 151 more of the same collections to choose by; 200 of another collection to judge by."""
    rng = np.random.default_rng(20)
    tunes = read_collections(corpus, TRAINING_COLLECTIONS)
    order = rng.permutation(len(tunes))
    validate = [tunes[i] for i in order[:151]]
    train = [tunes[i] for i in order[151:]]
    train = train[:len(train) - (len(train) % 2 == 0)]
    essen = read_collections(corpus, (*TRAINING_COLLECTIONS, JUDGING_COLLECTION))
    essen = [tune for tune in essen if tune.name.startswith(JUDGING_COLLECTION)]
    judge = [essen[i] for i in rng.permutation(len(essen))[:200]]
    return train, {"validate": validate, "judge": judge}


if __name__ == "__main__":
    main()
