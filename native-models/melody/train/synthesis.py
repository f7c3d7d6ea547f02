"""MIDI → sound, by fluidsynth (soundfonts) or timidity (GUS patches)."""
import subprocess
from pathlib import Path

import numpy as np

from frontend import SAMPLE_RATE


def synthesise(midi, font, room, folder):
    """@returns mono float32 at 16 kHz"""
    path, out = Path(folder) / "piece.mid", Path(folder) / "piece.raw"
    path.write_bytes(midi)
    if font.suffix == ".sf2":
        effects = ["-R", "1", "-C", "0"] if room else ["-R", "0", "-C", "0"]
        command = ["fluidsynth", "-ni", "-q", "-g", "0.4", *effects, "-r", str(SAMPLE_RATE), "-T", "raw", "-O", "s16",
                   "-F", str(out), str(font), str(path)]
        channels = 2
    else:
        command = ["timidity", "-c", str(font), "-Or1slM", "-s", str(SAMPLE_RATE), "-A60", "-o",
                   str(out), str(path)]
        channels = 1
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    pcm = np.fromfile(out, dtype="<i2").astype(np.float32) / 32768
    return pcm.reshape(-1, channels).mean(axis=1)
