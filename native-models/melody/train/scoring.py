"""How well versions find each other: the same measure for every system."""
import json

import numpy as np
import torch
from torch.nn import functional as F

from patches import MARGIN, RATES, Patches

WINDOWS = 2  # of a song, as in the product


def patches_of(folder, tell=False):
    """The patches of all pictures of a part, made once and kept beside them. @returns ([songs, patches, 12, RATES + 2 * MARGIN], about)"""
    abouts = json.loads((folder / "versions.json").read_text())
    kept = folder / "patches.npy"
    if not kept.exists():
        features = np.load(folder / "features.npy", mmap_mode="r")
        make, out = Patches(MARGIN), []
        with torch.no_grad():
            for first in range(0, len(features), 32):
                picture = torch.from_numpy(np.array(features[first:first + 32], dtype=np.float32))
                out.append(make(picture).numpy().astype(np.float16))
                if tell and first % 3200 == 0:
                    print(folder.name, first, flush=True)
        np.save(kept, np.concatenate(out))
    return np.load(kept), abouts


@torch.no_grad()
def song_vectors(encoder, patches, windows, length):
    """
    Mean of the vectors of `windows` windows of `length` patches spread over the song, length 1.
    @returns [songs, dimensions]
    """
    encoder.eval()
    starts = np.linspace(0, patches.shape[1] - length, windows + 2)[1:-1].round().astype(int)
    total = 0
    for start in starts:
        total = total + torch.cat([encoder(torch.from_numpy(part[:, start:start + length, :, MARGIN:MARGIN + RATES].astype(np.float32)))
                                   for part in np.array_split(patches, 1 + len(patches) // 256)])
    return F.normalize(total, dim=1).numpy()


def version_scores(vectors, tunes):
    """
    Every song asks for its neighbours by cosine among all others.
    mrr: 1 / rank of the first version of the same tune; recall10: share of its other versions in the first ten.
    """
    tunes = np.asarray(tunes)
    alike = vectors @ vectors.T
    np.fill_diagonal(alike, -np.inf)
    reciprocal, recall, average = [], [], []
    for row, tune in enumerate(tunes):
        order = np.argsort(-alike[row], kind="stable")[:-1]
        hits = np.flatnonzero(tunes[order] == tune)
        reciprocal.append(1 / (hits[0] + 1))
        recall.append(np.mean(hits < 10))
        average.append(np.mean(np.arange(1, len(hits) + 1) / (hits + 1)))
    return {"mrr": float(np.mean(reciprocal)), "recall10": float(np.mean(recall)), "map": float(np.mean(average))}
