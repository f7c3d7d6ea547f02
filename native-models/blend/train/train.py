"""Fits the head on what the product heard in songs, their changed copies and renderings of tunes."""
import argparse
import importlib.util
import json
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from model import GENRE, Blend, fit_places, side_by_side
from rows import HELD_PACKAGES, judge, read, recordings, rounded, tunes_of

BATCH = 512


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


def loss_of(model, batch, numbers, pulled):
    out = model(batch)
    genre, melody = model.targets(batch)
    near = torch.ones(len(out))
    # The original's loss; the share of each side is a setting.
    share = model.share
    close = 2 * share * F.cosine_embedding_loss(out, melody, near) + 2 * (1 - share) * F.cosine_embedding_loss(out, genre, near)
    # Between the two, where both say it.
    between = F.cosine_embedding_loss(out, model.between(batch), near)
    return close + 4 * between + pulled * pull(out, numbers), between


def pull(out, numbers, warmth=0.1):
    """Copies of a recording find each other among all songs of the batch (supervised contrastive loss)."""
    alike = out @ out.T / warmth
    alike.fill_diagonal_(-1e9)
    same = (numbers[:, None] == numbers[None]) & (numbers >= 0)[:, None]
    same.fill_diagonal_(False)
    asks = same.any(dim=1)
    logs = F.log_softmax(alike, dim=1)
    return -((logs * same).sum(dim=1)[asks] / same.sum(dim=1)[asks]).mean()


def fit(x, numbers, tunes, settings, steps, seed):
    """@param numbers by row: which recording it is of, −1 for renderings; tunes: which tune, −1 for recordings"""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    model = Blend(settings["melody"])
    real = numbers >= 0
    fit_places(model, x[real], x[~real], tunes[~real], settings["genreValues"])
    loss = close = torch.zeros(())
    optimiser = torch.optim.Adam(model.parameters(), lr=0.002)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, max(1, steps))
    model.train()
    for batch, of in batches(x, numbers, rng, steps):
        loss, close = loss_of(model, batch, of, settings["pulled"])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
    return model.eval(), {"loss": round(float(loss.detach()), 4), "betweenLoss": round(float(close.detach()), 4)}


def genre_of(at):
    """The map that makes `genre` of what is heard, as native-models/genre/train/fit.py left it."""
    spec = importlib.util.spec_from_file_location("genre_model", Path(__file__).parents[2] / "genre" / "train" / "model.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    model = module.Evening()
    model.load_state_dict(torch.load(at))
    return model.eval()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--songs", nargs="+", required=True, help="what vectors-for-training.ts wrote, without ending")
    parser.add_argument("--tunes", nargs="+", required=True, help="likewise, of renderings")
    parser.add_argument("--renderings", type=Path, required=True, help="versions.json of the renderings")
    parser.add_argument("--genre", type=Path, required=True, help="what native-models/genre/train/fit.py fitted")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--melody", type=float, nargs="+", default=[0.5, 0.55, 0.6])
    parser.add_argument("--genre-values", type=int, nargs="+", default=[72, 80])
    parser.add_argument("--pulled", type=float, nargs="+", default=[0, 0.03])
    parser.add_argument("--steps", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    torch.set_num_threads(1)
    args.out.mkdir(parents=True, exist_ok=True)
    genre_model = genre_of(args.genre)

    def with_genre(rows):
        with torch.no_grad():
            return torch.cat([genre_model(rows[:, :GENRE]), rows[:, GENRE:]], dim=1)

    lines, x = read(args.songs)
    songs, packages, as_it_is = recordings(lines)
    tune_lines, tune_x = read(args.tunes)
    x, tune_x = with_genre(x), with_genre(tune_x)
    tunes = tunes_of(tune_lines, args.renderings)
    held = torch.tensor([package in HELD_PACKAGES for package in packages])
    held_tunes = torch.from_numpy(tunes % 3 == 0)

    def rows_of(songs_kept, tunes_kept):
        """@returns vectors, by row the number of the recording (−1 for renderings), and of the tune (−1 for recordings)"""
        recorded, played = int(songs_kept.sum()), int(tunes_kept.sum())
        return (torch.cat([x[songs_kept], tune_x[tunes_kept]]),
                torch.cat([songs[songs_kept], torch.full((played,), -1)]),
                torch.cat([torch.full((recorded,), -1), torch.from_numpy(tunes)[tunes_kept]]))

    @torch.no_grad()
    def score(vectors_of):
        return judge(vectors_of(x[held]), songs[held], [p for p, h in zip(packages, held.tolist()) if h], as_it_is[held],
                     vectors_of(tune_x[held_tunes]), tunes[held_tunes.numpy()])

    fitted = rows_of(~held, ~held_tunes)
    best, chosen = -1.0, {}
    with open(args.out / "log.jsonl", "w", encoding="utf-8") as log:
        def tell(line):
            print(json.dumps(line), file=log, flush=True)
            print(line, flush=True)
        alone = {"genre": score(lambda v: v[:, :GENRE]), "melody": score(lambda v: v[:, GENRE:])}
        for name, scores in alone.items():
            tell({"alone": name, **rounded(scores)})
        for melody in args.melody:
            for genre_values in args.genre_values:
                settings = {"melody": melody, "genreValues": genre_values}
                model = fit(*fitted, {**settings, "pulled": 0}, 0, args.seed)[0]
                if genre_values == args.genre_values[0]:
                    tell({"sideBySide": melody, **rounded(score(lambda v, m=model: side_by_side(m, v)))})
                tell({"betweenOnly": settings, **rounded(score(model.between))})
                for pulled in args.pulled:
                    begun = time.process_time()
                    model, losses = fit(*fitted, {**settings, "pulled": pulled}, args.steps, args.seed)
                    scores = score(model)
                    # Each side as a share of what the better space reaches alone; the weakest side decides.
                    worth = min(scores["copies"], scores["packages"] / alone["genre"]["packages"], scores["versionsMrr"] / alone["melody"]["versionsMrr"])
                    tell({**settings, "pulled": pulled, "rows": len(fitted[0]), **losses, "worth": round(worth, 4),
                          "cpuSeconds": round(time.process_time() - begun, 1), **rounded(scores)})
                    if worth > best:
                        best, chosen = worth, {**settings, "pulled": pulled}
        # With what was held back too, now that nothing is chosen any more.
        everything = rows_of(torch.ones_like(held), torch.ones_like(held_tunes))
        model, losses = fit(*everything, chosen, args.steps, args.seed)
        torch.save(model.state_dict(), args.out / "blend.pt")
        tell({"shipped": chosen, "rows": len(everything[0]), **losses})


if __name__ == "__main__":
    main()
