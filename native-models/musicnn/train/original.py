"""The original: package musicnn 0.1.0 as published, run in TensorFlow. Everything else is compared with it."""

import contextlib
import hashlib
import importlib
import io
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

PACKAGE_SHA256 = "674ccc1fb638e6894f99197cfc2794b90d96444292ea28cedee96de0f74c4abd"
PATCH_FRAMES = 187
OUTPUTS = ("tags", "penultimate", "max_pool", "mean_pool")


@dataclass(frozen=True)
class Original:
    """Variables of a checkpoint by their TensorFlow name, its tag list, and what the graph answers to `patches`."""

    variables: dict
    labels: list
    outputs: dict


def unpack(sdist: Path, folder: Path) -> None:
    """Unpacks the source distribution and makes `import musicnn` find it."""
    found = hashlib.sha256(sdist.read_bytes()).hexdigest()
    if found != PACKAGE_SHA256:
        sys.exit(f"{sdist}: sha256 {found}, expected {PACKAGE_SHA256}. Get musicnn 0.1.0 from PyPI.")
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    sys.path.insert(0, str(folder / "musicnn-0.1.0"))


def patches_of(songs: list, patches_per_song: int) -> np.ndarray:
    """Log-mel patches [n, 187, 96] cut by the package's own code, spread over each song."""
    extractor = importlib.import_module("musicnn.extractor")
    chosen = []
    for song in songs:
        batch, _ = extractor.batch_data(str(song), PATCH_FRAMES, PATCH_FRAMES)
        at = (np.arange(patches_per_song) + 0.5) / patches_per_song * len(batch)
        chosen.append(batch[at.astype(int)])
    return np.concatenate(chosen).astype(np.float32)


def run_original(checkpoint: str, patches: np.ndarray) -> Original:
    """Restores one checkpoint into the package's own graph and runs it."""
    tf = importlib.import_module("tensorflow").compat.v1
    tf.disable_eager_execution()
    models = importlib.import_module("musicnn.models")
    configuration = importlib.import_module("musicnn.configuration")
    labels = getattr(configuration, checkpoint.split("_")[0] + "_LABELS")
    tf.reset_default_graph()
    with tf.name_scope("model"), contextlib.redirect_stderr(io.StringIO()):
        x = tf.placeholder(tf.float32, [None, PATCH_FRAMES, configuration.N_MELS])
        training = tf.placeholder(tf.bool)
        y, _, _, _, _, _, mean_pool, max_pool, penultimate = models.define_model(
            x, training, checkpoint, len(labels)
        )
        tags = tf.nn.sigmoid(y)
    with tf.Session() as session:
        tf.train.Saver().restore(session, str(Path(models.__file__).parent / checkpoint) + "/")
        variables = {v.op.name: session.run(v) for v in tf.global_variables()}
        values = session.run(
            [tags, penultimate, max_pool, mean_pool], feed_dict={x: patches, training: False}
        )
    return Original(variables, labels, dict(zip(OUTPUTS, values)))
