import type { ChannelsOf, Handlers } from './handlers';
import type { Listener } from './listener';
import type { SimilarParts } from './similar-songs';
import { findSimilar } from './similar-songs';

/** Songs that sound alike. */
export function similarAnswers(
  parts: SimilarParts & { readonly listener: Listener },
): Handlers<ChannelsOf<'similar'>> {
  return {
    'similar:list': (request) => findSimilar(parts, request),
  };
}
