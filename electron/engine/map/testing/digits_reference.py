"""Writes digits.bin.gz and digits-reference.json: the digits of scikit-learn (UCI, CC BY 4.0), and what the t-SNE of scikit-learn and
of openTSNE make of them.

    pip install -r requirements.txt && python digits_reference.py
"""

import base64
import gzip
import json


import numpy as np
import openTSNE
import sklearn
from sklearn.datasets import load_digits
from sklearn.manifold import TSNE

PERPLEXITY, SEED = 30, 1


def text(layout):
    return base64.b64encode(np.ascontiguousarray(layout, dtype="<f4").tobytes()).decode()


digits = load_digits().data.astype(np.uint8)
with open("digits.bin.gz", "wb") as file:
    file.write(gzip.compress(digits.tobytes(), 9, mtime=0))
vectors = digits.astype(np.float32)

open_tsne = openTSNE.TSNE(perplexity=PERPLEXITY, initialization="pca", neighbors="exact", random_state=SEED)
open_layout = open_tsne.fit(vectors)
theirs = TSNE(perplexity=PERPLEXITY, init="pca", random_state=SEED)
sk_layout = theirs.fit_transform(vectors)

with open("digits-reference.json", "w") as file:
    json.dump(
        {
            "n": len(digits),
            "dims": digits.shape[1],
            "perplexity": PERPLEXITY,
            "layouts": {
                f"scikit-learn {sklearn.__version__}": text(sk_layout),
                f"openTSNE {openTSNE.__version__}": text(open_layout),
            },
        },
        file,
        indent=2,
    )
    file.write("\n")
