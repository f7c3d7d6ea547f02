import type { NameWish } from './place-names';
import type { Region } from './point-facts';

/** Letters of the largest and the smallest region, in CSS pixels. */
const LARGEST = 19;
const SMALLEST = 12;
/** From one level of regions to the next, the map is looked at this much closer. */
const ZOOM_PER_LEVEL = 2.2;

/** The names of regions for how close one looks: those of the level, larger regions first. */
export function wishesOf(regions: readonly Region[], zoom: number): NameWish[] {
  const deepest = regions.reduce((most, { level }) => Math.max(most, level), 0);
  const wanted = Math.floor(Math.log(Math.max(1, zoom)) / Math.log(ZOOM_PER_LEVEL));
  const level = Math.min(deepest, wanted);
  const shown = regions
    .filter((region) => region.level === level && region.name !== '')
    .sort((a, b) => b.songs - a.songs || (a.name < b.name ? -1 : 1));
  const most = shown[0]?.songs ?? 1;
  return shown.map(({ name, x, y, songs }) => ({
    key: `region ${String(level)} ${String(x)} ${String(y)}`,
    text: name,
    at: { x, y },
    size: Math.round(SMALLEST + (LARGEST - SMALLEST) * Math.sqrt(songs / most)),
    kind: 'region',
  }));
}
