import type { Request, Response } from '../../shared/ipc/contract';
import type { SoundFacts } from '../../shared/records';
import type { BundledModels } from './bundled-models';
import type { ChannelsOf, Handlers } from './handlers';
import { hubReport } from './hub-report';
import type { Listener } from './listener';
import type { OutsideSongs } from './outside-songs';
import { sharedLists } from './shared-lists';
import { alikePassages } from './passage-matches';
import { sharedTags, wordsOf } from './shared-tags';
import { say } from './similar-feedback';
import type { SimilarParts } from './similar-songs';
import { findSimilar } from './similar-songs';
import { nearestAsked } from './nearest-asked';

/** Songs that sound alike. */
export function similarAnswers(
  parts: SimilarParts & {
    readonly listener: Listener;
    readonly models: BundledModels;
    readonly outside: OutsideSongs;
    /** The store has something to save. */
    readonly changed: () => void;
    /** What a person did is to be saved now. */
    readonly saveNow: () => void;
  },
): Handlers<ChannelsOf<'similar'>> {
  return {
    'similar:list': (request) => findSimilar(parts, request),
    'similar:not-same': ({ a, b, undo = false }) => {
      if (undo) {
        parts.versions.letBeSame(a, b);
      } else {
        parts.versions.keepApart(a, b);
      }
      parts.changed();
      return true;
    },
    'similar:unfold': ({ songs, unfolded }) => {
      parts.versions.unfold(songs, unfolded);
      parts.changed();
      return true;
    },
    'similar:say': (request) => {
      say(parts, request);
      return true;
    },
    'similar:unsay': ({ query }) => {
      for (const { song } of parts.store.feedback.of(query)) {
        parts.store.feedback.delete(query, song);
      }
      parts.saveNow();
      return true;
    },
    'similar:meet-file': ({ path }) => parts.outside.meet(path),
    'similar:heard': ({ id }) => wordsOf(parts, id),
    'similar:words': () => [...parts.heard.words],
    'similar:why': (request) => explain(parts, request),
    'similar:hubs': ({ most }) => hubReport(parts.store, most),
  };
}

/** What a song has in common with those asked about. */
async function explain(
  parts: SimilarParts & { readonly models: BundledModels; readonly outside: OutsideSongs },
  { asked, id, ranking = { by: 'balanced' } }: Request<'similar:why'>,
): Promise<Response<'similar:why'>> {
  const { store } = parts;
  const nearest = nearestAsked(store, asked, id, ranking);
  const one = beatAndKey(await parts.outside.soundOf(nearest));
  const other = beatAndKey(store.tracks.get(id)?.sound);
  return {
    nearest,
    tags: await sharedTags(parts, nearest, id),
    tempo: { asked: one.tempo, found: other.tempo },
    key: { asked: one.key, found: other.key },
    passages: await alikePassages(parts, nearest, id),
    ...sharedLists(store, asked, id),
  };
}

function beatAndKey(sound: SoundFacts | undefined): Record<'tempo' | 'key', number | null> {
  return { tempo: sound?.tempo?.bpm ?? null, key: sound?.key?.key ?? null };
}
