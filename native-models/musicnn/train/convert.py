"""Converts the MusiCNN checkpoints of the Python package musicnn 0.1.0 to ONNX and checks them against the original.

    native-models/musicnn/train/convert.sh                       one command: environment, package, conversion
    python convert.py musicnn-0.1.0.tar.gz [--music FILE …]      in an environment with requirements.txt

Writes native-models/musicnn-{msd,mtt}/{model.onnx, model.json, golden/}. The golden patches stay as they are unless
`--music` names songs to cut new ones from.
"""

import argparse
import hashlib
import json
import sys
import tempfile
from pathlib import Path

import numpy as np
import onnx
import onnxruntime

import graph
import original

MODELS = Path(__file__).resolve().parents[2]
TOLERANCE = 1e-4
PATCHES_PER_SONG = 1
CHECKPOINTS = {
    "musicnn-msd": ("MSD_musicnn", "genre", "Million Song Dataset: genres, moods, decades"),
    "musicnn-mtt": ("MTT_musicnn", None, "MagnaTagATune: instruments, voice, tempo words"),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("sdist", type=Path)
    parser.add_argument("--music", type=Path, nargs="+")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        original.unpack(arguments.sdist, Path(folder))
        patches, songs = golden_patches(arguments.music)
        for model_id in CHECKPOINTS:
            convert(model_id, patches, songs)


def golden_patches(music) -> tuple:
    """Patches [n, 187, 96] and the names of the songs they come from: new ones, or those of the last conversion."""
    if music:
        return original.patches_of(music, PATCHES_PER_SONG), [song.name for song in music]
    golden = MODELS / "musicnn-msd" / "golden"
    described = json.loads((golden / "golden.json").read_text())
    values = np.fromfile(golden / "patches.f32", "<f4")
    return values.reshape(described["shapes"]["patches"]), described["songs"]


def convert(model_id: str, patches: np.ndarray, songs: list) -> None:
    checkpoint, space, trained_on = CHECKPOINTS[model_id]
    expected = original.run_original(checkpoint, patches)
    model = graph.build(expected.variables, len(expected.labels))
    onnx.checker.check_model(model, full_check=True)
    data = model.SerializeToString()
    differences = compare(data, patches, expected.outputs)
    folder = MODELS / model_id
    (folder / "golden").mkdir(parents=True, exist_ok=True)
    (folder / "model.onnx").write_bytes(data)
    outputs = {name: expected.outputs[name] for name in differences}
    write_golden(folder / "golden", {"patches": patches, **outputs}, songs, differences)
    write_json(folder / "model.json", describe(model_id, data, expected.labels, space, checkpoint, trained_on))
    print(model_id, "ONNX against the original, max abs difference:", differences)
    if max(differences.values()) > TOLERANCE:
        sys.exit(f"{model_id}: more than {TOLERANCE} away from the original")


def compare(data: bytes, patches: np.ndarray, expected: dict) -> dict:
    session = onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    found = dict(zip(names, session.run(names, {"patches": patches})))
    return {name: float(np.abs(found[name] - expected[name]).max()) for name in names}


def write_golden(folder: Path, tensors: dict, songs: list, differences: dict) -> None:
    for name, values in tensors.items():
        values.astype("<f4").tofile(folder / f"{name}.f32")
    write_json(
        folder / "golden.json",
        {
            "source": "package musicnn 0.1.0 run in TensorFlow; patches cut by its own batch_data",
            "songs": songs,
            "patchesPerSong": PATCHES_PER_SONG,
            "shapes": {name: list(values.shape) for name, values in tensors.items()},
            "maxAbsDifference": differences,
            "tolerance": TOLERANCE,
        },
    )


def describe(model_id, data, labels, space, checkpoint, trained_on) -> dict:
    return {
        "id": model_id,
        "kind": "tagger",
        "file": "model.onnx",
        "sha256": hashlib.sha256(data).hexdigest(),
        "bytes": len(data),
        "licence": "ISC",
        "source": {
            "package": "musicnn",
            "version": "0.1.0",
            "sha256": original.PACKAGE_SHA256,
            "checkpoint": checkpoint,
            "trainedOn": trained_on,
        },
        "frontEnd": "mel-96",
        "sampleRate": 16000,
        "patchFrames": original.PATCH_FRAMES,
        "input": {"name": "patches", "shape": ["n", "frames", graph.MEL_BANDS]},
        "outputs": {
            "tags": {"name": "tags", "shape": ["n", len(labels)]},
            "embedding": {"name": "penultimate", "shape": ["n", graph.PENULTIMATE]},
        },
        "space": space,
        "tags": labels,
        "thresholds": thresholds(model_id),
    }


def thresholds(model_id) -> list:
    """As scripts/bench/quality/calibrate-tags.ts has set them, which comes after a first conversion."""
    described = MODELS / model_id / "model.json"
    return json.loads(described.read_text())["thresholds"] if described.exists() else [0.1] * 50


def write_json(path: Path, value) -> None:
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
