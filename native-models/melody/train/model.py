"""The encoder: sound → front end → patches → 128 values that keep which intervals follow which, in no key and at no place."""
import torch
from torch import nn
from torch.nn import functional as F

from frontend import FrontEnd, compress
from patches import LENGTH, RATES, STEP, Patches

DIMENSIONS = 128
FRAMES = 160  # a window: 12.8 s
PATCHES = (FRAMES - LENGTH) // STEP + 1


class Encoder(nn.Module):
    """[batch, patches, 12, RATES] → [batch, 128], length 1: a linear map of the mean patch."""

    def __init__(self):
        super().__init__()
        self.register_buffer("middle", torch.zeros(12 * RATES))
        self.map = nn.Linear(12 * RATES, DIMENSIONS, bias=False)

    def forward(self, patches):
        return F.normalize(self.map(patches.mean(dim=1).flatten(1) - self.middle), dim=1)


class Melody(nn.Module):
    """What ships: sound [batch, samples] at 16 kHz → [batch, 128]."""

    def __init__(self, encoder):
        super().__init__()
        self.front_end = FrontEnd()
        self.patches = Patches()
        self.encoder = encoder

    def forward(self, sound):
        return self.encoder(self.patches(compress(self.front_end.magnitude(sound))))
