"""Rows of vectors-for-training.ts, what each is of, and how near those are that should be."""
import json
from pathlib import Path

import numpy as np
import torch

# Genre (200), then melody (128); behind them the taggers' scores.
VALUES = 328
HELD_PACKAGES = ("wesnoth-1.16-music", "marsshooter-data", "drascula-music", "singularity-music", "hedgewars-data", "nexuiz-music")


def read(prefixes):
    """@returns what each row is of, and [rows, 328]: genre, melody"""
    lines, rows = [], []
    for prefix in prefixes:
        names = json.loads(Path(f"{prefix}.json").read_text())
        lines += [name.split("\t") for name in names]
        rows.append(np.fromfile(f"{prefix}.f32", "<f4").reshape(len(names), -1)[:, :VALUES])
    return lines, torch.from_numpy(np.concatenate(rows))


def recordings(lines):
    """@returns by row: the number of its song, its package, and whether it is the song as it is"""
    numbers = {}
    songs = [numbers.setdefault(line[0], len(numbers)) for line in lines]
    packages = [Path(line[0]).name.split("__")[0] for line in lines]
    return torch.tensor(songs), packages, torch.tensor([len(line) == 1 for line in lines])


def tunes_of(lines, renderings):
    """By row: which tune it plays. @param renderings versions.json of render.py"""
    abouts = json.loads(renderings.read_text())
    return np.array([abouts[int(Path(line[0]).stem)]["tune"] for line in lines])


def judge(vectors, songs, packages, as_it_is, tune_vectors, tunes):
    """Nearest neighbours: copies find their song, songs of a package each other, versions each other."""
    vectors, tune_vectors = vectors.numpy(), tune_vectors.numpy()
    originals = np.flatnonzero(as_it_is.numpy())
    copies = np.flatnonzero(~as_it_is.numpy())
    nearest = originals[(vectors[copies] @ vectors[originals].T).argmax(axis=1)]
    found = songs.numpy()[nearest] == songs.numpy()[copies]
    groups = np.array(packages)[originals]
    return {"copies": float(found.mean()), "packages": average_precision(vectors[originals], groups)[0],
            **dict(zip(("versionsMap", "versionsMrr"), average_precision(tune_vectors, np.array(tunes))))}


def average_precision(vectors, groups):
    """@returns mean average precision and mean reciprocal rank of the first"""
    alike = vectors @ vectors.T
    np.fill_diagonal(alike, -np.inf)
    average, first = [], []
    for row, group in enumerate(groups):
        order = np.argsort(-alike[row], kind="stable")[:-1]
        hits = np.flatnonzero(groups[order] == group)
        if len(hits) > 0:
            average.append(np.mean(np.arange(1, len(hits) + 1) / (hits + 1)))
            first.append(1 / (hits[0] + 1))
    return float(np.mean(average)), float(np.mean(first))


def rounded(scores):
    return {name: round(value, 4) for name, value in scores.items()}
