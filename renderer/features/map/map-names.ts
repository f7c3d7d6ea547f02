import type { TrackRow } from '../../state/track-row';
import type { PlacedName, NameWish } from './place-names';
import { namesInSight, placeNames } from './place-names';
import type { Plot } from './plot';
import type { Region } from './point-facts';
import { wishesOf } from './region-wishes';

/** With more songs in sight their names would only hide each other. */
const MOST_NAMED_SONGS = 90;
const SONG_SIZE = 12;
const FONT = 'system-ui, sans-serif';

export interface NamedMap {
  readonly plot: Plot;
  readonly regions: readonly Region[];
  readonly tracks: readonly (TrackRow | undefined)[];
}

/** The names that are on the map now: regions by how close one looks, songs when few are in sight. */
export function namesOf({ plot, regions, tracks }: NamedMap): PlacedName[] {
  const songs = songWishes(plot, tracks);
  const names = placeNames([...wishesOf(regions, plot.camera.zoom), ...songs], {
    toScreen: (place) => plot.toScreen(place),
    measure: measureText,
    below: plot.pointSize / 2 + 2,
  });
  return namesInSight(names, plot.size);
}

function songWishes(plot: Plot, tracks: NamedMap['tracks']): NameWish[] {
  const { width, height } = plot.size;
  const low = plot.toMap({ x: 0, y: height });
  const high = plot.toMap({ x: width, y: 0 });
  const inSight = plot.index.inBox(low, high, plot.isShown, MOST_NAMED_SONGS);
  if (inSight.length > MOST_NAMED_SONGS) {
    return [];
  }
  // In the layout's order, so that the same ones keep their names while the map moves.
  inSight.sort((a, b) => a - b);
  return inSight.flatMap((index) => {
    const title = tracks[index]?.title ?? '';
    const at = { x: plot.index.x[index] ?? 0, y: plot.index.y[index] ?? 0 };
    return title === ''
      ? []
      : [
          {
            key: `song ${String(index)}`,
            text: shortened(title),
            at,
            size: SONG_SIZE,
            kind: 'song',
          },
        ];
  });
}

const MOST_LETTERS = 32;

/** By letters as people count them: a Hangul syllable or an emoji is one. */
function shortened(text: string): string {
  if (text.length <= MOST_LETTERS) {
    return text;
  }
  const letters = Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
  return letters.length <= MOST_LETTERS ? text : `${letters.slice(0, MOST_LETTERS - 1).join('')}…`;
}

const widths = new Map<string, number>();
let ruler: OffscreenCanvasRenderingContext2D | null = null;

/** Names are measured once: they are placed with every picture. */
function measureText(text: string, size: number): number {
  const key = `${String(size)} ${text}`;
  const known = widths.get(key);
  if (known !== undefined) {
    return known;
  }
  ruler ??= new OffscreenCanvas(1, 1).getContext('2d');
  if (ruler === null) {
    return text.length * size;
  }
  ruler.font = `600 ${String(size)}px ${FONT}`;
  const { width } = ruler.measureText(text);
  if (widths.size > 20_000) {
    widths.clear();
  }
  widths.set(key, width);
  return width;
}
