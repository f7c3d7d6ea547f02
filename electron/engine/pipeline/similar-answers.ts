import type { BundledModels } from './bundled-models';
import type { ChannelsOf, Handlers } from './handlers';
import { hubReport } from './hub-report';
import type { Listener } from './listener';
import { sharedTags } from './shared-tags';
import type { SimilarParts } from './similar-songs';
import { findSimilar } from './similar-songs';

/** Songs that sound alike. */
export function similarAnswers(
  parts: SimilarParts & {
    readonly listener: Listener;
    readonly models: BundledModels;
    /** The store has something to save. */ readonly changed: () => void;
  },
): Handlers<ChannelsOf<'similar'>> {
  return {
    'similar:list': (request) => findSimilar(parts, request),
    'similar:not-same': ({ a, b }) => {
      parts.versions.keepApart(a, b);
      parts.changed();
      return true;
    },
    'similar:words': () => [...parts.heard.words],
    'similar:why': async ({ asked, id }) => ({ tags: await sharedTags(parts, asked, id) }),
    'similar:hubs': ({ most }) => hubReport(parts.store, most),
  };
}
