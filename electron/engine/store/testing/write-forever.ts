import { openLibraryStore } from '../library-store';

/** Writes songs one by one, telling of each flush, until it is killed. Started by a test. */
async function writeForever(folder: string): Promise<void> {
  const store = await openLibraryStore(folder, {
    logger: { info: () => undefined, warn: () => undefined },
  });
  for (let number = 0; ; number++) {
    const id = number.toString(16).padStart(32, '0');
    const none = { albumArtist: '', genre: '', year: null, trackNumber: null, discNumber: null };
    store.putTrack({
      id,
      tags: { title: 't', artist: '', album: '', ...none, durationSeconds: null, hasCover: false },
      state: 'analysed',
      models: ['m'],
    });
    store.putFile({ path: `/m/${String(number)}`, sizeBytes: 1, mtimeMs: 1, trackId: id });
    store.putAnalysis({ id, vectors: { genre: Float32Array.of(1, 2, 3) }, tagScores: [] });
    await store.flush();
    process.stdout.write(`${String(number)}\n`);
  }
}

void writeForever(process.argv[2] ?? '');
