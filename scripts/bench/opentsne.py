"""Times openTSNE beside OK Mugle: python opentsne.py N VECTORS LAYOUT THREADS, with VECTORS n × dims float32 and LAYOUT written n × 2 float32."""

import json
import sys
import time

import numpy as np
import openTSNE

n, source, target, threads = int(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
vectors = np.fromfile(source, dtype=np.float32).reshape(n, -1)
# The first call compiles parts of its libraries: that is not what is measured.
openTSNE.TSNE(n_jobs=threads, random_state=42).fit(vectors[:2000])
started, cpu = time.time(), time.process_time()
layout = openTSNE.TSNE(perplexity=30, n_jobs=threads, random_state=42).fit(vectors)
print(json.dumps({"seconds": time.time() - started, "cpuSeconds": time.process_time() - cpu, "kl": float(layout.kl_divergence)}))
np.asarray(layout, dtype=np.float32).tofile(target)
