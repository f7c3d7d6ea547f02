/** Below this a tagger is only guessing; above it a word that is rare among the reference songs is heard for certain enough. */
const LEAST = 0.1;
const MOST = 0.4;
/** A word says something where it is heard in no more than this share of the reference songs. */
const COMMON = 0.15;
/** Fewer renderings with the instrument say nothing. */
const FEWEST_LABELLED = 8;
/** Precision counts twice as much as recall: a wrong word is worse than a missing one. */
const BETA = 0.5;

/**
 * From which score on a word counts as heard. Where it is known of renderings whether it is true: where F0.5 is highest,
 * kept within 0.1 and 0.4. Elsewhere: what 15 % of the reference songs reach, within the same bounds.
 */
export function thresholdFor(
  usual: readonly number[],
  labelled: readonly { readonly score: number; readonly is: boolean }[],
): { readonly threshold: number; readonly by: 'labels' | 'share' } {
  const positives = labelled.filter(({ is }) => is).length;
  const byShare = bounded(quantile(usual, 1 - COMMON));
  if (positives < FEWEST_LABELLED) {
    return { threshold: byShare, by: 'share' };
  }
  let best = { threshold: byShare, quality: 0 };
  for (const { score } of labelled) {
    const said = labelled.filter((one) => one.score >= score);
    const hits = said.filter(({ is }) => is).length;
    const quality = ((1 + BETA ** 2) * hits) / (BETA ** 2 * positives + said.length);
    if (quality > best.quality) {
      best = { threshold: score, quality };
    }
  }
  return { threshold: bounded(best.threshold), by: 'labels' };
}

function bounded(threshold: number): number {
  return Number(Math.min(MOST, Math.max(LEAST, threshold)).toFixed(3));
}

/** The value that a share of all is below. @param at in [0, 1] */
export function quantile(values: readonly number[], at: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(at * sorted.length))] ?? 0;
}
