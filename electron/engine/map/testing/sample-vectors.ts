/**
 * Clusters on a sphere, the same here and in sklearn_reference.py: a linear congruential generator with the constants of
 * Numerical Recipes, and a sum of twelve uniform numbers in place of a normal one, so that no library is needed.
 */
export function sampleVectors(n: number, dims: number, clusters: number, seed = 1): Float32Array {
  let state = seed;
  const uniform = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
  const bell = (): number => {
    let sum = -6;
    for (let part = 0; part < 12; part++) {
      sum += uniform();
    }
    return sum;
  };
  const centres = Array.from({ length: clusters }, () => Array.from({ length: dims }, bell));
  const vectors = new Float32Array(n * dims);
  for (let row = 0; row < n; row++) {
    const centre = centres[row % clusters]!;
    const values = centre.map((value) => value + 0.5 * bell());
    const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
    vectors.set(
      values.map((value) => value / length),
      row * dims,
    );
  }
  return vectors;
}
