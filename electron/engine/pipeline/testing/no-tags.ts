import type { TrackTags } from '../../../shared/records';

/** What a file without tags says. */
export const NO_TAGS: TrackTags = {
  title: '',
  artist: '',
  album: '',
  albumArtist: '',
  genre: '',
  year: null,
  trackNumber: null,
  discNumber: null,
  durationSeconds: null,
  hasCover: false,
};
