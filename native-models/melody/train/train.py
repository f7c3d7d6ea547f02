"""
Finds the linear map: the directions in which tunes (and recordings) differ most, compared with how versions of one differ.

Linear discriminant analysis, in closed form. Training networks by gradient over the same data was tried and was worse
within the time there was (the card says how much); what they would have to beat is this.
"""
import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch

from model import DIMENSIONS, PATCHES, Encoder
from patches import MARGIN, RATES
from scoring import WINDOWS, patches_of, song_vectors, version_scores

DRAWS = 2  # times that each version is looked at, at other places and tempos


def draw(folder, parts, rng):
    """Mean patches of versions, and the number of the tune or recording of each. @returns [versions, 12 * RATES], [versions]"""
    rows, labels, numbers = [], [], {}
    for part in parts:
        patches, abouts = patches_of(folder / part)
        kind = "recording" if part.startswith("real") else "tune"
        for _ in range(DRAWS):
            for row, about in enumerate(abouts):
                if about.get("silent"):
                    continue
                faster = int(rng.integers(0, 2 * MARGIN + 1))
                starts = rng.integers(0, patches.shape[1] - PATCHES + 1, WINDOWS)
                heard = np.concatenate([patches[row, start:start + PATCHES, :, faster:faster + RATES] for start in starts])
                rows.append(heard.astype(np.float32).mean(axis=0).ravel())
                labels.append(numbers.setdefault((kind, about["tune"]), len(numbers)))
    return torch.from_numpy(np.stack(rows)), torch.tensor(labels)


@torch.no_grad()
def discriminate(encoder, x, labels, shrink):
    """@param shrink how much of a round shape is added to how versions differ, in shares of its mean"""
    encoder.middle.copy_(x.mean(dim=0))
    x = x - encoder.middle
    counts = torch.bincount(labels).float()
    means = torch.zeros(len(counts), x.shape[1]).index_add(0, labels, x) / counts[:, None]
    rest = x - means[labels]
    within = (rest.T @ rest / len(x)).double()
    weighted = means * counts.sqrt()[:, None]
    between = (weighted.T @ weighted / len(x)).double()
    values, axes = torch.linalg.eigh(within)
    whiten = (axes * (values + shrink * values.mean()).rsqrt()) @ axes.T
    ratios, axes = torch.linalg.eigh(whiten @ between @ whiten)
    # The more a direction tells tunes apart, the more it counts.
    scaled = axes[:, -DIMENSIONS:] * ratios[-DIMENSIONS:].clamp(min=0).sqrt()
    encoder.map.weight.copy_((whiten @ scaled).T)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--parts", nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--shrink", type=float, nargs="+", default=[0.03, 0.1, 0.3])
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    torch.set_num_threads(1)
    held, abouts = patches_of(args.data / "validate")
    held_tunes = [about["tune"] for about in abouts]
    x, labels = draw(args.data, args.parts, np.random.default_rng(args.seed))
    args.out.mkdir(parents=True, exist_ok=True)
    best = 0.0
    with open(args.out / "log.jsonl", "w", encoding="utf-8") as log:
        for shrink in args.shrink:
            begun = time.process_time()
            encoder = Encoder()
            discriminate(encoder, x, labels, shrink)
            scores = version_scores(song_vectors(encoder, held, WINDOWS, PATCHES), held_tunes)
            line = {"shrink": shrink, "versions": len(x), "labels": int(labels.max()) + 1,
                    "cpuSeconds": round(time.process_time() - begun, 1),
                    "validation": {name: round(value, 4) for name, value in scores.items()}}
            print(json.dumps(line), file=log)
            print(line, flush=True)
            if scores["map"] > best:
                best = scores["map"]
                torch.save(encoder.state_dict(), args.out / "encoder.pt")


if __name__ == "__main__":
    main()
