"""The trained encoder with its front end → model.onnx, model.json and golden/ beside this folder."""
import argparse
import hashlib
import json
import wave
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch

from frontend import HOP, SAMPLE_RATE
from model import DIMENSIONS, FRAMES, Encoder, Melody

ID = "melody-1"
WINDOW_SAMPLES = FRAMES * HOP
MOST_APART = 1e-4


def golden_window(path):
    """The golden song of the mel front end, repeated until it fills a window."""
    with wave.open(str(path)) as file:
        sound = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float32) / 32768
    return np.resize(sound, WINDOW_SAMPLES)[None]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[1])
    args = parser.parse_args()
    encoder = Encoder()
    encoder.load_state_dict(torch.load(args.encoder))
    model = Melody(encoder).eval()
    file = args.out / "model.onnx"
    torch.onnx.export(model, (torch.zeros(1, WINDOW_SAMPLES),), str(file), dynamo=False, opset_version=17,
                      input_names=["sound"], output_names=["melody"], dynamic_axes={"sound": {0: "n"}, "melody": {0: "n"}})
    graph = onnx.load(file)
    onnx.checker.check_model(graph)
    data = file.read_bytes()
    sound = golden_window(args.out.parent / "front-end" / "golden" / "nebula-6s.wav")
    with torch.no_grad():
        expected = model(torch.from_numpy(sound)).numpy()
    found = onnxruntime.InferenceSession(data).run(None, {"sound": sound})[0]
    apart = float(np.abs(found - expected).max())
    if not apart <= MOST_APART:
        raise SystemExit(f"ONNX is {apart} away from PyTorch")
    (args.out / "golden").mkdir(exist_ok=True)
    expected.astype("<f4").tofile(args.out / "golden" / "melody.f32")
    description = {
        "id": ID,
        "kind": "encoder",
        "file": file.name,
        "sha256": hashlib.sha256(data).hexdigest(),
        "bytes": len(data),
        "licence": "AGPL-3.0-or-later",
        "source": {"trainedBy": "native-models/melody/train/train.sh", "log": "log.jsonl"},
        "sampleRate": SAMPLE_RATE,
        "windowSamples": WINDOW_SAMPLES,
        "input": {"name": "sound", "shape": ["n", WINDOW_SAMPLES]},
        "outputs": {"embedding": {"name": "melody", "shape": ["n", DIMENSIONS]}},
        "space": "melody",
    }
    (args.out / "model.json").write_text(json.dumps(description, indent=2) + "\n")
    print(f"{file.name}: {len(data)} bytes, {apart:.1e} from PyTorch on the golden window")


if __name__ == "__main__":
    main()
