"""The original's CosineEmbeddingLoss multimodal, over genre (200) and melody (128): one vector that is close to both."""
import torch
from torch import nn
from torch.nn import functional as F

GENRE, MELODY, DIMENSIONS = 200, 128, 128


class Blend(nn.Module):
    """[n, 200 + 128], genre first, each of length 1 → [n, 128], length 1."""

    def __init__(self, share=0.5):
        super().__init__()
        # What all music has in common in `genre`, and fixed maps of both sides into the 128 values of the output: the original's
        # genre had 128 values itself, and its two targets lay on each other.
        self.register_buffer("middle", torch.zeros(GENRE))
        self.register_buffer("even", torch.zeros(GENRE, GENRE))
        self.register_buffer("genre_place", torch.zeros(GENRE, DIMENSIONS))
        self.register_buffer("melody_place", torch.zeros(MELODY, DIMENSIONS))
        self.register_buffer("share", torch.tensor(share))
        self.melody = nn.Sequential(nn.Linear(MELODY, DIMENSIONS), nn.BatchNorm1d(DIMENSIONS), nn.Tanh())
        self.genre = nn.Sequential(nn.Linear(GENRE, DIMENSIONS), nn.BatchNorm1d(DIMENSIONS), nn.Tanh())
        self.both = nn.Sequential(nn.Linear(2 * DIMENSIONS, 2 * DIMENSIONS), nn.BatchNorm1d(2 * DIMENSIONS), nn.Tanh(),
                                  nn.Linear(2 * DIMENSIONS, DIMENSIONS), nn.Tanh())
        self.change = nn.Parameter(torch.tensor(0.1))

    def evened(self, genre):
        """`genre` without what is common, and without what tells arrangements apart; length 1."""
        return F.normalize((genre - self.middle) @ self.even, dim=1)

    def targets(self, vectors):
        """What the output is to be close to: genre and melody, each in its place among the 128 values, length 1."""
        return (F.normalize(self.evened(vectors[:, :GENRE]) @ self.genre_place, dim=1),
                F.normalize(vectors[:, GENRE:] @ self.melody_place, dim=1))

    def between(self, vectors):
        """Where the loss of the two targets is least: their sum, each with its share. Length 1, since their places are apart."""
        genre, melody = self.targets(vectors)
        return self.share ** 0.5 * melody + (1 - self.share) ** 0.5 * genre

    def forward(self, vectors):
        genre, melody = vectors[:, :GENRE], vectors[:, GENRE:]
        hidden = torch.cat([self.melody(melody), self.genre(self.evened(genre))], dim=1)
        return F.normalize(self.between(vectors) + self.change * self.both(hidden), dim=1)


@torch.no_grad()
def fit_places(model, songs, tunes, numbers, genre_values, least=0.03):
    """
    @param songs, tunes rows of recordings and of renderings; numbers: which tune each of these plays; genre_values: how many of the 128
    Directions of genre in which renderings of one tune differ (instruments, accompaniment) count the less the more they do
    (within-class covariance normalisation). The place of each side are the directions in which it varies most.
    """
    model.middle.copy_(songs[:, :GENRE].mean(dim=0))
    heard = tunes[:, :GENRE]
    rest = (heard - torch.stack([heard[numbers == number].mean(dim=0) for number in numbers])).double()
    values, axes = torch.linalg.eigh(rest.T @ rest / len(rest))
    model.even.copy_(((axes * (values.clamp(min=0) + least * values.mean()).rsqrt()) @ axes.T).float())
    model.genre_place.zero_()
    model.melody_place.zero_()
    model.genre_place[:, :genre_values] = widest([model.evened(rows[:, :GENRE]) for rows in (songs, tunes)])[:, :genre_values]
    model.melody_place[:, genre_values:] = widest([rows[:, GENRE:] for rows in (songs, tunes)])[:, :DIMENSIONS - genre_values]


def widest(kinds):
    """Principal axes, as columns. Recordings and renderings count the same, however many there are of each."""
    spread = sum(rows.T.double() @ rows.double() / len(rows) for rows in kinds)
    return torch.linalg.eigh(spread)[1].flip(1).float()


def side_by_side(model, vectors):
    """[n, 328]: both, the melody with its share of the whole."""
    return torch.cat([(1 - model.share) ** 0.5 * model.evened(vectors[:, :GENRE]), model.share ** 0.5 * vectors[:, GENRE:]], dim=1)
