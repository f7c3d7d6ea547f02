"""Writes songs-reference.json: what the t-SNE of scikit-learn and of openTSNE make of the songs in songs.bin.gz.

songs.bin.gz holds the genre vectors of 604 songs and sounds of over 120 kB from Debian's packages of free games (0ad-data, alienblaster-data,
asc-music, drascula-music, extremetuxracer-data, fb-music-high, freedroidrpg-data, hedgewars-data, lincity-ng-data, marsshooter-data,
megaglest-data, nexuiz-music, openarena-data, pathological, pingus-data, singularity-music, starfighter-data, supertuxkart-data,
trackballs-data, ufoai-music, unknown-horizons, warzone2100-data, warzone2100-music, wesnoth-1.16-data, wesnoth-1.16-music, widelands-data,
xblast-tnt-musics), as `mugle scan` heard them, a signed byte a value.

    pip install -r requirements.txt && python songs_reference.py
"""

import base64
import gzip
import json

import numpy as np
import openTSNE
import sklearn
from sklearn.manifold import TSNE

DIMS, PERPLEXITY, SEEDS = 200, 30, (1, 2, 3)


def text(layout):
    return base64.b64encode(np.ascontiguousarray(layout, dtype="<f4").tobytes()).decode()


with gzip.open("songs.bin.gz") as file:
    vectors = np.frombuffer(file.read(), dtype=np.int8).reshape(-1, DIMS).astype(np.float32)
layouts = {}
for seed in SEEDS:
    theirs = TSNE(perplexity=PERPLEXITY, init="pca", random_state=seed)
    layouts[f"scikit-learn {sklearn.__version__} seed {seed}"] = text(theirs.fit_transform(vectors))
    open_tsne = openTSNE.TSNE(perplexity=PERPLEXITY, initialization="pca", neighbors="exact", random_state=seed)
    layouts[f"openTSNE {openTSNE.__version__} seed {seed}"] = text(open_tsne.fit(vectors))

with open("songs-reference.json", "w") as file:
    json.dump({"n": len(vectors), "dims": DIMS, "perplexity": PERPLEXITY, "layouts": layouts}, file, indent=2)
    file.write("\n")
