/**
 * The repulsive part of the gradient for the positions (x, y) of n points, without its factor 1/Z:
 * fills forceX/Y[i] = Σ_j (y_i − y_j) / (1 + |y_i − y_j|²)² and gives Z = Σ_{i≠j} 1 / (1 + |y_i − y_j|²).
 */
export type Repulsion = (
  x: Float64Array,
  y: Float64Array,
  forceX: Float64Array,
  forceY: Float64Array,
) => number;

/** Every pair of points: exact, n² / 2 steps. */
export const exactRepulsion: Repulsion = (x, y, forceX, forceY) => {
  forceX.fill(0);
  forceY.fill(0);
  const n = x.length;
  let z = 0;
  for (let i = 0; i < n; i++) {
    const xi = x[i]!;
    const yi = y[i]!;
    let fx = 0;
    let fy = 0;
    for (let j = i + 1; j < n; j++) {
      const dx = xi - x[j]!;
      const dy = yi - y[j]!;
      const q = 1 / (1 + dx * dx + dy * dy);
      z += q;
      const pushX = q * q * dx;
      const pushY = q * q * dy;
      fx += pushX;
      fy += pushY;
      forceX[j]! -= pushX;
      forceY[j]! -= pushY;
    }
    forceX[i]! += fx;
    forceY[i]! += fy;
  }
  return 2 * z;
};
