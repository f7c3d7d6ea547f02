"""Fits the head on what the product heard in songs, their changed copies and renderings of tunes."""
import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from model import GENRE, MELODY, Blend, fit_places, side_by_side

BATCH = 512
HELD_PACKAGES = ("wesnoth-1.16-music", "marsshooter-data", "drascula-music", "singularity-music", "hedgewars-data", "nexuiz-music")


def read(prefixes):
    """@returns what each row is of, and [rows, 328]: genre, melody"""
    lines, rows = [], []
    for prefix in prefixes:
        names = json.loads(Path(f"{prefix}.json").read_text())
        lines += [name.split("\t") for name in names]
        rows.append(np.fromfile(f"{prefix}.f32", "<f4").reshape(len(names), -1)[:, :GENRE + MELODY])
    return lines, torch.from_numpy(np.concatenate(rows))


def recordings(lines):
    """@returns by row: the number of its song, its package, and whether it is the song as it is"""
    numbers = {}
    songs = [numbers.setdefault(line[0], len(numbers)) for line in lines]
    packages = [Path(line[0]).name.split("__")[0] for line in lines]
    return torch.tensor(songs), packages, torch.tensor([len(line) == 1 for line in lines])


def batches(x, songs, rng, steps):
    """
    Half of each batch are songs as they were heard; half are made: the genre of one with the melody of another, which makes the
    two independent and 300 songs enough. @returns vectors and the number of each one's recording, −1 for made ones
    """
    kinds = [np.flatnonzero(kind.numpy()) for kind in (songs >= 0, songs < 0)]

    def draw(count):
        """As many recordings as renderings."""
        return torch.from_numpy(np.concatenate([rng.choice(kind, count // 2) for kind in kinds]))[rng.permutation(count)]

    for _ in range(steps):
        rows = draw(BATCH)
        other = draw(BATCH // 2)
        batch, numbers = x[rows].clone(), songs[rows].clone()
        batch[:BATCH // 2, :GENRE] = F.normalize(
            x[other, :GENRE] + 0.3 * torch.from_numpy(rng.random((BATCH // 2, 1), dtype=np.float32)) * x[rows[:BATCH // 2], :GENRE], dim=1)
        numbers[:BATCH // 2] = -1
        yield batch, numbers


def loss_of(model, batch, numbers, weights):
    out = model(batch)
    genre, melody = model.targets(batch)
    near = torch.ones(len(out))
    # The original's loss; the share of each side is a setting.
    share = weights["melody"]
    close = 2 * share * F.cosine_embedding_loss(out, melody, near) + 2 * (1 - share) * F.cosine_embedding_loss(out, genre, near)
    # Between the two, where both say it.
    between = F.cosine_embedding_loss(out, share ** 0.5 * melody + (1 - share) ** 0.5 * genre, near)
    return close + weights["between"] * between + weights["recordings"] * pull(out, numbers), between


def pull(out, numbers, warmth=0.1):
    """Copies of a recording find each other among all songs of the batch (supervised contrastive loss)."""
    alike = out @ out.T / warmth
    alike.fill_diagonal_(-1e9)
    same = (numbers[:, None] == numbers[None]) & (numbers >= 0)[:, None]
    same.fill_diagonal_(False)
    asks = same.any(dim=1)
    logs = F.log_softmax(alike, dim=1)
    return -((logs * same).sum(dim=1)[asks] / same.sum(dim=1)[asks]).mean()


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


def fit(x, numbers, tunes, weights, steps, seed):
    """@param numbers by row: which recording it is of, −1 for renderings; tunes: which tune, −1 for recordings"""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    model = Blend()
    real = numbers >= 0
    fit_places(model, x[real], x[~real], tunes[~real], weights["melody"])
    optimiser = torch.optim.Adam(model.parameters(), lr=0.005)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps)
    model.train()
    for batch, of in batches(x, numbers, rng, steps):
        loss, close = loss_of(model, batch, of, weights)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
    return model.eval(), float(loss.detach()), float(close.detach())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--songs", nargs="+", required=True, help="what vectors-for-training.ts wrote, without ending")
    parser.add_argument("--tunes", nargs="+", required=True, help="likewise, of renderings")
    parser.add_argument("--renderings", type=Path, required=True, help="versions.json of the renderings")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--melody", type=float, nargs="+", default=[0.5, 0.6, 0.7])
    parser.add_argument("--between", type=float, nargs="+", default=[0, 4])
    parser.add_argument("--recordings", type=float, nargs="+", default=[0, 0.1])
    parser.add_argument("--steps", type=int, default=600)
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    torch.set_num_threads(1)
    args.out.mkdir(parents=True, exist_ok=True)
    lines, x = read(args.songs)
    songs, packages, as_it_is = recordings(lines)
    tune_lines, tune_x = read(args.tunes)
    abouts = json.loads(args.renderings.read_text())
    tunes = np.array([abouts[int(Path(line[0]).stem)]["tune"] for line in tune_lines])
    held = torch.tensor([package in HELD_PACKAGES for package in packages])
    held_tunes = tunes % 3 == 0
    fitted = torch.cat([x[~held], tune_x[torch.from_numpy(~held_tunes)]])
    numbers = torch.cat([songs[~held], torch.full((int((~held_tunes).sum()),), -1)])
    played = torch.cat([torch.full((int((~held).sum()),), -1), torch.from_numpy(tunes[~held_tunes])])

    def score(vectors_of):
        return judge(vectors_of(x[held]), songs[held], [p for p, h in zip(packages, held.tolist()) if h], as_it_is[held],
                     vectors_of(tune_x[torch.from_numpy(held_tunes)]), tunes[held_tunes])

    best, chosen = -1.0, {}
    with open(args.out / "log.jsonl", "w", encoding="utf-8") as log:
        def tell(line):
            print(json.dumps(line), file=log, flush=True)
            print(line, flush=True)
        alone = {"genre": score(lambda v: v[:, :GENRE]), "melody": score(lambda v: v[:, GENRE:])}
        for share in args.melody:
            model = fit(fitted, numbers, played, {"melody": share, "between": 0, "recordings": 0}, 2, args.seed)[0]
            with torch.no_grad():
                tell({"sideBySide": share, **rounded(score(lambda v, m=model, s=share: side_by_side(m, v, s)))})
                tell({"inPlaces": share, **rounded(score(lambda v, m=model, s=share: F.normalize(
                    (1 - s) ** 0.5 * m.targets(v)[0] + s ** 0.5 * m.targets(v)[1], dim=1)))})
        for name, scores in alone.items():
            tell({"alone": name, **rounded(scores)})
        for melody in args.melody:
            for between in args.between:
                for recordings_weight in args.recordings:
                    begun = time.process_time()
                    weights = {"melody": melody, "between": between, "recordings": recordings_weight}
                    with torch.enable_grad():
                        model, loss, between_loss = fit(fitted, numbers, played, weights, args.steps, args.seed)
                    with torch.no_grad():
                        scores = score(model)
                    # Each side as a share of what the better space reaches alone; the weakest side decides.
                    worth = min(scores["copies"], scores["packages"] / alone["genre"]["packages"], scores["versionsMrr"] / alone["melody"]["versionsMrr"])
                    tell({**weights, "rows": len(fitted), "loss": round(loss, 4), "betweenLoss": round(between_loss, 4), "worth": round(worth, 4),
                          "cpuSeconds": round(time.process_time() - begun, 1), **rounded(scores)})
                    if worth > best:
                        best, chosen = worth, weights
        # With what was held back too, now that nothing is chosen any more.
        everything = torch.cat([x, tune_x])
        numbers = torch.cat([songs, torch.full((len(tune_x),), -1)])
        played = torch.cat([torch.full((len(x),), -1), torch.from_numpy(tunes)])
        model, loss, between_loss = fit(everything, numbers, played, chosen, args.steps, args.seed)
        torch.save(model.state_dict(), args.out / "blend.pt")
        tell({"shipped": chosen, "rows": len(everything), "loss": round(loss, 4), "betweenLoss": round(between_loss, 4)})


def rounded(scores):
    return {name: round(value, 4) for name, value in scores.items()}


if __name__ == "__main__":
    main()
