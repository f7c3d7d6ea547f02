import { MugleError } from '../../shared/errors';
import type { Waveform } from '../../shared/ipc/library-contract';
import { joinTexts } from '../../shared/text-column';
import type { LibraryStore } from '../store/library-store';
import type { BundledModels } from './bundled-models';
import type { FileReader } from './file-reader';
import type { ChannelsOf, Handlers } from './handlers';
import type { HeardTags } from './heard-tags';
import type { LibraryView } from './library-view';
import type { PlayableFiles } from './playable-file';
import { readTrackDetails } from './track-details';

interface LibraryParts {
  readonly store: LibraryStore;
  readonly view: LibraryView;
  /** For what a person waits for. */
  readonly reader: FileReader;
  readonly playable: PlayableFiles;
  readonly models: BundledModels;
  readonly heard: HeardTags;
}

type SongChannel = Exclude<
  ChannelsOf<'library'>,
  'library:roots' | 'library:add-roots' | 'library:remove-root'
>;

/** The rows of the library, and what is shown and played of one song. */
export function libraryAnswers(parts: LibraryParts): Handlers<SongChannel> {
  const { store, view, reader, playable, models, heard } = parts;
  return {
    'library:rows': ({ since }) => view.rows(since),
    'library:folders': () => view.folders(),
    'library:track': ({ id }) => readTrackDetails(view.track(id), view.stored(id), store, models),
    'library:heard': async ({ tags }) => {
      const hears = await heard.rule(tags);
      return joinTexts((store.space('genre')?.ids ?? []).filter(hears));
    },
    'library:path': ({ id }) => view.path(id),
    'library:cover': async ({ id }) => {
      if (view.track(id).state === 'missing') {
        return null;
      }
      const cover = await reader.do({ what: 'cover', path: view.path(id) });
      return cover === null ? null : { mimeType: cover.mimeType, data: new Uint8Array(cover.data) };
    },
    'library:waveform': ({ id }) =>
      view.track(id).state === 'missing' ? null : waveformOf(reader, view.path(id)),
    'library:playable': ({ id }) => playable.get(id, view.path(id)),
    'library:song-bytes': async ({ id, from, length }) =>
      new Uint8Array(await playable.read(id, view.path(id), from, length)),
  };
}

/** Null when the file is not there: it may have gone a moment ago, or be on a drive that is away. */
async function waveformOf(reader: FileReader, path: string): Promise<Waveform | null> {
  try {
    return await reader.do({ what: 'waveform', path });
  } catch (thrown) {
    if (thrown instanceof MugleError && thrown.kind === 'file-missing') {
      return null;
    }
    throw thrown;
  }
}
