/**
 * V8's flags for workers: a young generation of 1 MB instead of 16. What a song leaves behind are large arrays, which do not lie
 * there; a worker takes a fifth less memory for it and no more time (docs/benchmarks.md).
 */
export const WORKER_V8_FLAGS: readonly string[] = ['--max-semi-space-size=1'];
