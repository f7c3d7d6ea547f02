"""The fitted head → model.onnx, model.json and golden/ beside this folder."""
import argparse
import hashlib
import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from torch.nn import functional as F

from model import DIMENSIONS, GENRE, MELODY, Blend

ID = "blend-2"
MOST_APART = 1e-5


def golden_rows():
    """Rows without a pattern, the same each time, genre and melody of length 1 each: sin(k²) as in the probe of open-graphs.ts."""
    values = torch.sin(torch.arange(4 * (GENRE + MELODY), dtype=torch.float64) ** 2).reshape(4, -1).float()
    # As native-models/genre leaves what is even.
    values[:, GENRE - 4:GENRE] = 0
    return torch.cat([F.normalize(values[:, :GENRE], dim=1), F.normalize(values[:, GENRE:], dim=1)], dim=1)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--head", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[1])
    args = parser.parse_args()
    model = Blend()
    model.load_state_dict(torch.load(args.head))
    model.eval()
    file = args.out / "model.onnx"
    rows = golden_rows()
    torch.onnx.export(model, (rows,), str(file), dynamo=False, opset_version=17, input_names=["vectors"],
                      output_names=["blend"], dynamic_axes={"vectors": {0: "n"}, "blend": {0: "n"}})
    onnx.checker.check_model(onnx.load(file))
    data = file.read_bytes()
    with torch.no_grad():
        expected = model(rows).numpy()
    found = onnxruntime.InferenceSession(data).run(None, {"vectors": rows.numpy()})[0]
    apart = float(np.abs(found - expected).max())
    if not apart <= MOST_APART:
        raise SystemExit(f"ONNX is {apart} away from PyTorch")
    (args.out / "golden").mkdir(exist_ok=True)
    rows.numpy().astype("<f4").tofile(args.out / "golden" / "vectors.f32")
    expected.astype("<f4").tofile(args.out / "golden" / "blend.f32")
    description = {
        "id": ID,
        "kind": "head",
        "file": file.name,
        "sha256": hashlib.sha256(data).hexdigest(),
        "bytes": len(data),
        "licence": "AGPL-3.0-or-later",
        "source": {"trainedBy": "native-models/blend/train/train.sh", "log": "log.jsonl"},
        "from": [{"space": "genre", "values": GENRE}, {"space": "melody", "values": MELODY}],
        "input": {"name": "vectors", "shape": ["n", GENRE + MELODY]},
        "outputs": {"embedding": {"name": "blend", "shape": ["n", DIMENSIONS]}},
        "space": "blend",
    }
    (args.out / "model.json").write_text(json.dumps(description, indent=2) + "\n")
    print(f"{file.name}: {len(data)} bytes, {apart:.1e} from PyTorch")


if __name__ == "__main__":
    main()
