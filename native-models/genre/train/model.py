"""What musicnn-msd hears of a song (200 values) → the space `genre`: evened, so that what does not matter for likeness counts less."""
import torch
from torch import nn
from torch.nn import functional as F

DIMENSIONS = 200
# The last values of an evened row are 0, and say that it is: the directions in which songs differ least are given up for it.
MARK = 4


class Evening(nn.Module):
    """[n, 200], length 1 → [n, 200], length 1. A row that has been evened before stays as it is: a library is evened where it lies."""

    def __init__(self):
        super().__init__()
        self.register_buffer("middle", torch.zeros(DIMENSIONS))
        self.register_buffer("even", torch.eye(DIMENSIONS))

    def forward(self, vectors):
        is_even = (vectors[:, -MARK:].abs().sum(dim=1, keepdim=True) == 0).to(vectors.dtype)
        evened = F.normalize((vectors - self.middle) @ self.even, dim=1)
        return is_even * vectors + (1 - is_even) * evened


@torch.no_grad()
def fit(model, songs, of, tunes, numbers, copies, least):
    """
    @param songs rows of recordings and their changed copies; of: which recording each is of; tunes, numbers: likewise of renderings
    @param copies how much the directions in which copies differ count beside those in which renderings of one tune differ
    Within-class covariance normalisation (Hatch and others, Interspeech 2006): axes are scaled by (variance within a class + least × its mean)^-1/2.
    """
    model.middle.copy_(songs.mean(dim=0))
    spread = within(tunes.double(), numbers) + copies * within(songs.double(), of)
    values, axes = torch.linalg.eigh(spread)
    even = (axes * (values.clamp(min=0) + least * values.mean()).rsqrt()) @ axes.T
    evened = F.normalize((songs - model.middle).double() @ even, dim=1)
    # Turned, which changes no cosine, so that the directions in which songs differ least come last.
    turn = torch.linalg.eigh(evened.T @ evened)[1].flip(1)
    turn[:, -MARK:] = 0
    model.even.copy_((even @ turn).float())
    return model.eval()


def within(rows, classes):
    """Mean covariance within the classes, [200, 200]."""
    rest = rows - torch.stack([rows[classes == one].mean(dim=0) for one in classes])
    return rest.T @ rest / len(rest)
