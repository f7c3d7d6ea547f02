"""Writes gensim-reference.json: the ten nearest songs of each song after gensim's word2vec, over the lists of sample-lists.ts.

    pip install -r requirements.txt && PYTHONHASHSEED=0 python gensim_reference.py > gensim-reference.json
"""

import json

import gensim
import numpy as np
from gensim.models import Word2Vec

SONGS, STYLES, LISTS = 480, 12, 400
SEEDS = (1, 2, 3)


def sample_lists(songs, styles, lists):
    state = 1

    def uniform():
        nonlocal state
        state = (state * 1664525 + 1013904223) % 2**32
        return state / 2**32

    made = []
    for _ in range(lists):
        style = int(uniform() * styles)
        length = 8 + int(uniform() * 23)
        found = []
        for _ in range(length):
            own = int(uniform() ** 2 * (songs / styles)) * styles + style
            any_song = int(uniform() * songs)
            song = own if uniform() < 0.8 else any_song
            if song not in found:
                found.append(song)
        made.append(found)
    return made


lists = sample_lists(SONGS, STYLES, LISTS)
heard = sorted({song for each in lists for song in each})
runs = []
for seed in SEEDS:
    model = Word2Vec(
        [[str(song) for song in each] for each in lists],
        vector_size=128,
        window=10,
        negative=5,
        ns_exponent=0.75,
        epochs=30,
        min_count=1,
        sg=1,
        # Gensim would leave out most of songs this frequent, which a library of any size has none of.
        sample=0,
        seed=seed,
        workers=1,
    )
    vectors = np.array([model.wv[str(song)] for song in heard])
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    cosines = vectors @ vectors.T
    np.fill_diagonal(cosines, -2)
    runs.append([[heard[at] for at in np.argsort(-row, kind="stable")[:10]] for row in cosines])

print(
    json.dumps(
        {
            "gensim": gensim.__version__,
            "songs": SONGS,
            "styles": STYLES,
            "lists": LISTS,
            "firstList": lists[0],
            "lastList": lists[-1],
            "heard": heard,
            "neighbours": runs,
        },
        separators=(",", ":"),
    )
)
