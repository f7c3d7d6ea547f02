"""
Pitch classes over ten seconds → the magnitude of their 2-D Fourier transform: the same in every key, and hardly dependent on
where in the stretch a phrase begins (Bertin-Mahieux and Ellis 2012 use it over beats). Here its frequencies over time lie on
a logarithmic axis, so that another tempo only moves the picture along it. Convolutions and constant matrices only, so that
it goes into the graph.
"""
import math

import torch
from torch import nn
from torch.nn import functional as F

from frontend import HOP, SAMPLE_RATE

LENGTH, STEP = 128, 16  # frames of a patch (10.2 s), and from one to the next
PER_OCTAVE = 12
RATES = 51  # frequencies over time, from SLOWEST on: 0.25 to 4.5 changes a second
SLOWEST = 0.25
MARGIN = 4  # as many more at both ends in training: tempos up to a quarter faster and slower
# How much each octave counts, from C2 up: tunes lie in the middle. A second picture of the bass did not help.
OCTAVE_WEIGHTS = (0.0, 0.3, 1.0, 1.0, 0.7, 0.4)


def semitones(picture):
    """[batch, 144, frames] → [batch, 72, frames]: quarter tones belong half to either neighbour."""
    below = F.pad(picture[:, :-1], (0, 0, 1, 0))[:, 0::2]
    return (below + 2 * picture[:, 0::2] + picture[:, 1::2]) / 4


def tones(picture):
    """[batch, 72, frames]: what is louder than its two neighbours and than two octaves around it, as square root of magnitude."""
    x = torch.sqrt(torch.exp(semitones(picture)) - 1 + 1e-6)
    across = x.transpose(1, 2)
    top = F.max_pool1d(across, 3, stride=1, padding=1).transpose(1, 2)
    around = F.avg_pool1d(across, 25, stride=1, padding=12, count_include_pad=False).transpose(1, 2)
    return F.relu(x - around) * (x >= top).to(x.dtype)


class Patches(nn.Module):
    """Front-end picture [batch, 144, frames] → [batch, patches, 12, rates]; each patch has length 1."""

    def __init__(self, margin=0):
        super().__init__()
        self.rates = RATES + 2 * margin
        at = (torch.arange(LENGTH, dtype=torch.float64) - (LENGTH - 1) / 2) * HOP / SAMPLE_RATE
        window = torch.hann_window(LENGTH, periodic=False, dtype=torch.float64)
        hertz = SLOWEST * 2 ** ((torch.arange(self.rates, dtype=torch.float64) - margin) / PER_OCTAVE)
        angle = 2 * math.pi * hertz[:, None] * at[None]
        over_time = torch.cat([torch.cos(angle), -torch.sin(angle)]) * window
        # What does not change says nothing of the tune.
        over_time = over_time - over_time.mean(dim=1, keepdim=True)
        self.register_buffer("over_time", over_time.float()[:, None])
        pitch = torch.arange(12, dtype=torch.float64)
        angle = 2 * math.pi * pitch[None] * pitch[:, None] / 12
        self.register_buffer("cosine", torch.cos(angle).float())
        self.register_buffer("sine", -torch.sin(angle).float())
        self.register_buffer("octaves", torch.tensor(OCTAVE_WEIGHTS))

    def forward(self, picture):
        x = tones(picture)
        batch, _, frames = x.shape
        x = (x.reshape(batch, 6, 12, frames) * self.octaves[:, None, None]).sum(dim=1)
        spectrum = F.conv1d(x.reshape(batch * 12, 1, frames), self.over_time, stride=STEP)
        spectrum = spectrum.reshape(batch, 12, 2, -1)
        real, imaginary = spectrum[:, :, 0].transpose(1, 2), spectrum[:, :, 1].transpose(1, 2)
        turned_real = real @ self.cosine - imaginary @ self.sine
        turned_imaginary = real @ self.sine + imaginary @ self.cosine
        magnitude = (turned_real**2 + turned_imaginary**2 + 1e-8) ** 0.25
        patches = magnitude.shape[1] // self.rates
        x = magnitude.reshape(batch, self.rates, patches, 12).permute(0, 2, 3, 1)
        return x / torch.sqrt((x * x).sum(dim=(2, 3), keepdim=True) + 1e-12)
