"""
The original's Time Convolutional Autoencoder, as it was, for comparison: one window of 30 s, mel with 48 bands → 128 values.

Trained here on windows of the same tunes and recordings with the original's loss and optimiser; far fewer steps than its
500 epochs (the card says how many), since it takes a hundred times the arithmetic of the encoder that ships.
"""
import argparse
import json
import time
import wave
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from torch import nn
from torch.nn import functional as F

from scoring import version_scores

BANDS, FRAMES, DIMENSIONS = 48, 1876, 128
SAMPLES = 512 + (FRAMES - 1) * 256
CHANNELS = (BANDS, 512, 256, 128, 64, 32, 16, 8)
DILATIONS = (1, 2, 4, 8, 16, 32, 64)


def causal(channels, dilations, last_is_plain):
    layers = []
    for i, dilation in enumerate(dilations):
        layers += [nn.ConstantPad1d((2 * dilation, 0), 0.0),
                   nn.Conv1d(channels[i], channels[i + 1], 3, dilation=dilation)]
        if not (last_is_plain and i == len(dilations) - 1):
            layers += [nn.BatchNorm1d(channels[i + 1]), nn.ReLU()]
    return nn.Sequential(*layers)


class Autoencoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = causal(CHANNELS, DILATIONS, last_is_plain=False)
        self.narrow = nn.Sequential(nn.Linear(8 * FRAMES, DIMENSIONS), nn.BatchNorm1d(DIMENSIONS), nn.Tanh())
        self.wide = nn.Sequential(nn.Linear(DIMENSIONS, 8 * FRAMES), nn.ReLU())
        self.decoder = causal(CHANNELS[::-1], DILATIONS[::-1], last_is_plain=True)

    def embed(self, mel):
        return self.narrow(self.encoder(mel).flatten(1))

    def forward(self, mel):
        x = self.wide(self.embed(mel)).reshape(-1, 8, FRAMES)
        return self.decoder(x.flip(2)).flip(2)


def read_mels(folder, graph):
    """The middle 30 s of each WAV. A short one repeats its last frame. @returns [songs, 48, 1876] float16"""
    session = onnxruntime.InferenceSession(str(graph))
    mels = []
    for path in sorted(folder.glob("*.wav")):
        with wave.open(str(path)) as file:
            sound = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float32) / 32768
        start = max(0, (len(sound) - SAMPLES) // 2)
        mel = session.run(None, {"signal": sound[None, start:start + SAMPLES]})[0].T
        mels.append(np.pad(mel, ((0, 0), (0, FRAMES - mel.shape[1])), mode="edge").astype(np.float16))
    return np.stack(mels)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--train-sound", type=Path, nargs="+", required=True)
    parser.add_argument("--judge-sound", type=Path, help="asked for the card's figures when given, with --judge")
    parser.add_argument("--judge", type=Path, help="folder with versions.json")
    parser.add_argument("--onnx", type=Path, help="where the encoder goes for the quality bench")
    parser.add_argument("--mel", type=Path, default=Path(__file__).parents[2] / "front-end" / "mel-48.onnx")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    rng = np.random.default_rng(args.seed)
    mels = np.concatenate([read_mels(folder, args.mel) for folder in args.train_sound])
    order = rng.permutation(len(mels))
    held, mels = mels[order[:len(mels) // 10]], mels[order[len(mels) // 10:]]
    model = Autoencoder()
    optimiser = torch.optim.Adam(model.parameters(), lr=0.005)
    args.out.mkdir(parents=True, exist_ok=True)
    best, begun = float("inf"), time.process_time()
    with open(args.out / "log.jsonl", "w", encoding="utf-8") as log:
        for epoch in range(1, args.epochs + 1):
            model.train()
            losses = []
            order = rng.permutation(len(mels))
            for first in range(0, len(order) - args.batch + 1, args.batch):
                batch = torch.from_numpy(mels[order[first:first + args.batch]].astype(np.float32))
                with torch.autocast("cpu", dtype=torch.bfloat16):
                    out = model(batch)
                loss = F.mse_loss(out.float(), batch)
                optimiser.zero_grad()
                loss.backward()
                optimiser.step()
                losses.append(float(loss.detach()))
            model.eval()
            with torch.no_grad():
                valid = float(np.mean([float(F.mse_loss(model(x), x)) for x in chunks(held)]))
            line = {"epoch": epoch, "loss": round(float(np.mean(losses)), 4), "heldLoss": round(valid, 4),
                    "cpuSeconds": round(time.process_time() - begun)}
            if valid < best:
                best = valid
                torch.save(model.state_dict(), args.out / "plain.pt")
            print(json.dumps(line), file=log, flush=True)
            print(line, flush=True)
        model.load_state_dict(torch.load(args.out / "plain.pt"))
        if args.onnx is not None:
            export(model, args.onnx)
        if args.judge_sound is None:
            return
        judged = read_mels(args.judge_sound, args.mel)
        tunes = [about["tune"] for about in json.loads((args.judge / "versions.json").read_text())]
        for name, system in (("plain original", model), ("plain original, not trained", Autoencoder())):
            line = {"system": name, **version_scores(vectors_of(system, judged), tunes)}
            print(json.dumps(line), file=log)
            print(line, flush=True)


class Embed(nn.Module):
    """What the quality bench runs: mel [n, 48, 1876] → [n, 128] in (−1, 1)."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, mel):
        return self.model.embed(mel)


def export(model, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(Embed(model.eval()), (torch.zeros(1, BANDS, FRAMES),), str(path), dynamo=False, opset_version=17,
                      input_names=["mel"], output_names=["embedding"], dynamic_axes={"mel": {0: "n"}, "embedding": {0: "n"}})


@torch.no_grad()
def vectors_of(model, mels):
    model.eval()
    return F.normalize(torch.cat([model.embed(x) for x in chunks(mels)]), dim=1).numpy()


def chunks(mels, size=16):
    for first in range(0, len(mels), size):
        yield torch.from_numpy(mels[first:first + size].astype(np.float32))


if __name__ == "__main__":
    main()
