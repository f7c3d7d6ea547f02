/** The vector scaled to length 1, or undefined when it has no direction (zero or not finite). */
export function unitVector(vector: Float32Array): Float32Array | undefined {
  const norm = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return norm > 0 && Number.isFinite(norm) ? vector.map((value) => value / norm) : undefined;
}
