"""Log-frequency front end: six octaves from C2, 24 bins each, made of convolutions only, so that it goes into the graph.

One filter bank for the topmost octave serves all: before each lower octave the sound is low-passed and halved in rate.
The bank is 24 complex tones in a Hann window of 320 samples: 20 ms at the topmost octave, 640 ms at the lowest.
"""
import math

import torch
from torch import nn
from torch.nn import functional as F

SAMPLE_RATE = 16000
OCTAVES = 6
BINS_PER_OCTAVE = 24
LOWEST_HZ = 440.0 * 2 ** ((36 - 69) / 12)  # C2, 65.4 Hz
KERNEL = 320
HOP = 1280  # 80 ms
# Windows of the bank within one hop, per octave from the top: short windows need several to hear the whole of it.
STEPS = (8, 4, 2, 2, 2, 1)
LOW_PASS_TAPS = 31


def bank():
    """[2 * 24, 1, KERNEL]: cosine rows, then sine rows."""
    n = torch.arange(KERNEL, dtype=torch.float64) - KERNEL / 2 + 0.5
    window = torch.hann_window(KERNEL, periodic=False, dtype=torch.float64)
    top = LOWEST_HZ * 2 ** (OCTAVES - 1)
    hz = top * 2 ** (torch.arange(BINS_PER_OCTAVE, dtype=torch.float64) / BINS_PER_OCTAVE)
    angle = 2 * math.pi * hz[:, None] * n[None, :] / SAMPLE_RATE
    rows = torch.cat([torch.cos(angle), torch.sin(angle)]) * window / window.sum() * 2
    return rows.float()[:, None, :]


def low_pass():
    """[1, 1, taps]: windowed sinc at a quarter of the rate; what folds over lands above what an octave listens to."""
    n = torch.arange(LOW_PASS_TAPS, dtype=torch.float64) - LOW_PASS_TAPS // 2
    taps = torch.sinc(n / 2) / 2 * torch.hamming_window(LOW_PASS_TAPS, periodic=False, dtype=torch.float64)
    return (taps / taps.sum()).float()[None, None, :]


class FrontEnd(nn.Module):
    """Sound [batch, samples] → [batch, 144, frames], frames = samples / HOP."""

    def __init__(self):
        super().__init__()
        self.register_buffer("bank", bank())
        self.register_buffer("low_pass", low_pass())

    def forward(self, sound):
        return compress(self.magnitude(sound))

    def magnitude(self, sound):
        """Of each bin, in units of full scale."""
        x = sound[:, None, :]
        octaves = []
        for octave in range(OCTAVES):
            hop = HOP >> octave
            stride = hop // STEPS[octave]
            # Half a kernel on both sides: frame i is centred in its hop.
            edge = (KERNEL - stride) // 2
            y = F.conv1d(F.pad(x, (edge, KERNEL - stride - edge)), self.bank, stride=stride)
            power = y[:, :BINS_PER_OCTAVE] ** 2 + y[:, BINS_PER_OCTAVE:] ** 2
            if STEPS[octave] > 1:
                power = F.avg_pool1d(power, STEPS[octave])
            octaves.append(power)
            if octave + 1 < OCTAVES:
                side = LOW_PASS_TAPS // 2
                x = F.conv1d(F.pad(x, (side, side)), self.low_pass, stride=2)
        return torch.sqrt(torch.cat(octaves[::-1], dim=1) + 1e-12)


def compress(magnitude):
    """Log of the magnitude over its mean in the window, so that level does not matter."""
    mean = magnitude.mean(dim=(1, 2), keepdim=True)
    return torch.log(1 + 10 * magnitude / (mean + 1e-6))
