"""The original's CosineEmbeddingLoss multimodal, over genre (200) and melody (128): one vector that is close to both."""
import torch
from torch import nn
from torch.nn import functional as F

GENRE, MELODY, DIMENSIONS = 200, 128, 128


class Blend(nn.Module):
    """[n, 200 + 128], genre first, each of length 1 → [n, 128], length 1."""

    def __init__(self):
        super().__init__()
        # What all music has in common in `genre`, and fixed maps of both sides into the 128 values of the output: the original's
        # genre had 128 values itself, and its two targets lay on each other.
        self.register_buffer("middle", torch.zeros(GENRE))
        self.register_buffer("even", torch.zeros(GENRE, GENRE))
        self.register_buffer("genre_place", torch.zeros(GENRE, DIMENSIONS))
        self.register_buffer("melody_place", torch.zeros(MELODY, DIMENSIONS))
        self.melody = nn.Sequential(nn.Linear(MELODY, DIMENSIONS), nn.BatchNorm1d(DIMENSIONS), nn.Tanh())
        self.genre = nn.Sequential(nn.Linear(GENRE, DIMENSIONS), nn.BatchNorm1d(DIMENSIONS), nn.Tanh())
        self.both = nn.Sequential(nn.Linear(2 * DIMENSIONS, 2 * DIMENSIONS), nn.BatchNorm1d(2 * DIMENSIONS), nn.Tanh(),
                                  nn.Linear(2 * DIMENSIONS, DIMENSIONS), nn.Tanh())

    def evened(self, genre):
        """`genre` without what is common, and without what tells arrangements apart; length 1."""
        return F.normalize((genre - self.middle) @ self.even, dim=1)

    def targets(self, vectors):
        """What the output is to be close to: genre and melody, each in its place among the 128 values."""
        return self.evened(vectors[:, :GENRE]) @ self.genre_place, vectors[:, GENRE:] @ self.melody_place

    def forward(self, vectors):
        genre, melody = vectors[:, :GENRE], vectors[:, GENRE:]
        hidden = torch.cat([self.melody(melody), self.genre(self.evened(genre))], dim=1)
        return F.normalize(self.both(hidden), dim=1)


@torch.no_grad()
def fit_places(model, songs, tunes, numbers, share, least=0.03):
    """
    @param songs, tunes rows of recordings and of renderings; `numbers`: which tune each of these plays; share of the melody in the whole
    Directions of genre in which renderings of one tune differ (instruments, accompaniment) count the less the more they do
    (within-class covariance normalisation). The places of both sides are the 128 directions in which they vary most side by side.
    """
    model.middle.copy_(songs[:, :GENRE].mean(dim=0))
    heard = tunes[:, :GENRE]
    rest = (heard - torch.stack([heard[numbers == number].mean(dim=0) for number in numbers])).double()
    values, axes = torch.linalg.eigh(rest.T @ rest / len(rest))
    model.even.copy_(((axes * (values + least * values.mean()).rsqrt()) @ axes.T).float())
    # Recordings and renderings count the same, however many there are of each.
    spread = sum(x.T.double() @ x.double() / len(x) for x in (side_by_side(model, songs, share), side_by_side(model, tunes, share)))
    wide = torch.linalg.eigh(spread)[1].flip(1)[:, :DIMENSIONS].float()
    model.genre_place.copy_(wide[:GENRE])
    model.melody_place.copy_(wide[GENRE:])


def side_by_side(model, vectors, share):
    """[n, 328]: both, the melody with this share of the whole."""
    return torch.cat([(1 - share) ** 0.5 * model.evened(vectors[:, :GENRE]), share ** 0.5 * vectors[:, GENRE:]], dim=1)
