"""Writes sklearn-reference.json: what scikit-learn's t-SNE makes of the vectors of sample-vectors.ts.

    pip install -r requirements.txt && python sklearn_reference.py > sklearn-reference.json
"""

import json

import numpy as np
import sklearn
from sklearn.manifold import TSNE, trustworthiness
from sklearn.manifold._t_sne import _joint_probabilities_nn
from sklearn.neighbors import NearestNeighbors

N, DIMS, CLUSTERS, PERPLEXITY = 300, 20, 8, 30


def sample_vectors(n, dims, clusters, seed=1):
    state = seed

    def uniform():
        nonlocal state
        state = (state * 1664525 + 1013904223) % 2**32
        return state / 2**32

    def bell():
        total = -6.0
        for _ in range(12):
            total += uniform()
        return total

    centres = [[bell() for _ in range(dims)] for _ in range(clusters)]
    rows = [
        [value + 0.5 * bell() for value in centres[row % clusters]] for row in range(n)
    ]
    vectors = np.array(rows)
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def neighbour_preservation(vectors, layout, k=10):
    near = NearestNeighbors(n_neighbors=k, algorithm="brute").fit(vectors).kneighbors(return_distance=False)
    shown = NearestNeighbors(n_neighbors=k, algorithm="brute").fit(layout).kneighbors(return_distance=False)
    return float(np.mean([len(set(a) & set(b)) / k for a, b in zip(near, shown)]))


vectors = sample_vectors(N, DIMS, CLUSTERS)
distances = (
    NearestNeighbors(n_neighbors=min(N - 1, int(3 * PERPLEXITY + 1)))
    .fit(vectors.astype(np.float64))
    .kneighbors_graph(mode="distance")
)
distances.data **= 2
joint = _joint_probabilities_nn(distances, PERPLEXITY, 0)
runs = []
for seed in range(5):
    model = TSNE(perplexity=PERPLEXITY, init="pca", random_state=seed, method="exact")
    layout = model.fit_transform(vectors)
    runs.append(
        {
            "kl": float(model.kl_divergence_),
            "neighbourPreservation10": neighbour_preservation(vectors, layout),
            "trustworthiness10": float(trustworthiness(vectors, layout, n_neighbors=10)),
        }
    )
row = joint[7].toarray()[0]
# As many random layouts tell what a KL below the median is worth: their spread is in the file.
for seed in range(5):
    model = TSNE(perplexity=PERPLEXITY, init="random", random_state=seed, method="exact")
    model.fit(vectors)
    runs[seed]["klFromRandomStart"] = float(model.kl_divergence_)

print(
    json.dumps(
        {
            "sklearn": sklearn.__version__,
            "n": N,
            "dims": DIMS,
            "clusters": CLUSTERS,
            "perplexity": PERPLEXITY,
            "firstRow": [float(value) for value in vectors[0][:5]],
            "lastRow": [float(value) for value in vectors[-1][:5]],
            "affinities": {
                "nonZero": int(joint.nnz),
                "row": 7,
                "values": [float(f"{value:.9g}") for value in row],
            },
            "runs": runs,
        },
        indent=2,
    )
)
