/** How a copy of a recording is changed, as a chain of ffmpeg runs. */
export interface Variant {
  readonly name: string;
  /** Arguments between input and output of the run that changes the sound. */
  readonly filters: (seconds: number) => readonly string[];
  /** The file's ending and how it is encoded. */
  readonly ending: string;
  readonly codec: readonly string[];
}

/** Losslessly, so that only the change itself is judged. */
const AS_IT_IS = { ending: '.wav', codec: ['-c:a', 'pcm_s16le'] } as const;
const none = (): readonly string[] => [];
/** Rate and pitch move together by `speed`, as on a turntable. */
const RATE = 44_100;
const SEMITONE = 2 ** (1 / 12);

/** Played faster or slower, pitch and all. */
function speed(factor: number): readonly string[] {
  return filter(`aresample=${RATE},asetrate=${Math.round(RATE * factor)},aresample=${RATE}`);
}

/** Another key at the same tempo. */
function pitch(factor: number): readonly string[] {
  const turned = Math.round(RATE * factor);
  return filter(`aresample=${RATE},asetrate=${turned},aresample=${RATE},atempo=${1 / factor}`);
}

function filter(graph: string): readonly string[] {
  return ['-af', graph];
}

/** The same recording in other hands. */
export const VARIANTS: readonly Variant[] = [
  { name: 'mp3-64', filters: none, ending: '.mp3', codec: ['-c:a', 'libmp3lame', '-b:a', '64k'] },
  { name: 'mp3-128', filters: none, ending: '.mp3', codec: ['-c:a', 'libmp3lame', '-b:a', '128k'] },
  {
    name: 'opus-64',
    filters: none,
    ending: '.opus',
    codec: ['-c:a', 'libopus', '-b:a', '64k', '-ar', '48000', '-ac', '2'],
  },
  { name: 'm4a-96', filters: none, ending: '.m4a', codec: ['-c:a', 'aac', '-b:a', '96k'] },
  { name: 'minus-12-db', filters: () => filter('volume=-12dB'), ...AS_IT_IS },
  { name: 'mono', filters: () => ['-ac', '1'], ...AS_IT_IS },
  { name: 'silence-3-s-before', filters: () => filter('adelay=3000:all=1'), ...AS_IT_IS },
  {
    name: 'middle-half',
    filters: (seconds) => ['-ss', String(seconds / 4), '-t', String(seconds / 2)],
    ...AS_IT_IS,
  },
  { name: 'faster-3-percent', filters: () => speed(1.03), ...AS_IT_IS },
  { name: 'slower-3-percent', filters: () => speed(0.97), ...AS_IT_IS },
  { name: 'up-a-semitone', filters: () => pitch(SEMITONE), ...AS_IT_IS },
  { name: 'down-a-semitone', filters: () => pitch(1 / SEMITONE), ...AS_IT_IS },
];

/** The whole command line after `ffmpeg`. @param seconds length of the song */
export function variantArguments(
  variant: Variant,
  song: { readonly path: string; readonly seconds: number },
  out: string,
): readonly string[] {
  const quiet = ['-nostdin', '-v', 'error', '-y', '-threads', '1'];
  const input = ['-i', song.path, '-map', '0:a:0', '-map_metadata', '-1'];
  return [...quiet, ...input, ...variant.filters(song.seconds), ...variant.codec, out];
}
