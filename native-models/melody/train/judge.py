"""Scores of the encoder and of baselines without learning on the tunes kept for judging (Essen), from their pictures."""
import argparse
import json
from pathlib import Path

import numpy as np
import torch

from model import PATCHES, Encoder
from patches import MARGIN, RATES
from scoring import patches_of, song_vectors, version_scores


def fourier_of_chroma(features, frames=128):
    """Magnitude of the 2-D Fourier transform of chroma (Bertin-Mahieux and Ellis 2012) over time instead of beats."""
    window = np.hanning(frames).astype(np.float32)
    vectors = []
    for piece in features:
        chroma = np.expm1(piece.astype(np.float32)).reshape(6, 12, 2, -1).sum(axis=(0, 2))
        chroma = chroma / (np.linalg.norm(chroma, axis=0) + 1e-6)
        starts = range(0, chroma.shape[1] - frames + 1, frames // 8)
        magnitude = [np.abs(np.fft.rfft2(chroma[:, start:start + frames] * window))[:, 1:49] for start in starts]
        vectors.append(np.median(np.sqrt(magnitude), axis=0).ravel())
    return unit(np.stack(vectors))


def unit(vectors):
    vectors = vectors - vectors.mean(axis=0)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True, help="folder with features.npy and versions.json")
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    torch.set_num_threads(1)
    patches, abouts = patches_of(args.data)
    kept = [row for row, about in enumerate(abouts) if not about.get("silent")]
    patches, tunes = patches[kept], [abouts[row]["tune"] for row in kept]
    features = np.load(args.data / "features.npy", mmap_mode="r")[kept]
    encoder = Encoder()
    encoder.load_state_dict(torch.load(args.encoder))
    systems = {
        "random": unit(np.random.default_rng(0).normal(size=(len(kept), 128))),
        "2-D Fourier of chroma": fourier_of_chroma(features),
        "patches, not learned": unit(patches[..., MARGIN:MARGIN + RATES].astype(np.float32).mean(axis=1).reshape(len(kept), -1)),
    }
    for windows in (1, 2, 3):
        systems[f"melody, {windows} windows"] = song_vectors(encoder, patches, windows, PATCHES)
    with open(args.out, "w", encoding="utf-8") as file:
        for name, vectors in systems.items():
            scores = {key: round(value, 4) for key, value in version_scores(vectors, tunes).items()}
            line = {"system": name, "songs": len(kept), "tunes": len(set(tunes)), **scores}
            print(json.dumps(line), file=file)
            print(line, flush=True)


if __name__ == "__main__":
    main()
