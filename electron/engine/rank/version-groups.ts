/**
 * Puts songs that are versions of one another into groups: those that lead to each other, so that no two groups share a song.
 * @returns the number of each song's group; songs without another version are left out.
 */
export function versionGroups(
  songs: readonly number[],
  areVersions: (a: number, b: number) => boolean,
): ReadonlyMap<number, number> {
  const groupOf = new Map<number, number>();
  songs.forEach((song, at) => {
    for (let before = 0; before < at; before++) {
      const other = songs[before] ?? song;
      const [own, theirs] = [groupOf.get(song), groupOf.get(other)];
      if ((own === undefined || own !== theirs) && areVersions(song, other)) {
        join(groupOf, song, other);
      }
    }
  });
  return groupOf;
}

function join(groupOf: Map<number, number>, a: number, b: number): void {
  const group = groupOf.get(b) ?? b;
  const old = groupOf.get(a);
  groupOf.set(a, group);
  groupOf.set(b, group);
  if (old !== undefined) {
    for (const [song, its] of groupOf) {
      if (its === old) {
        groupOf.set(song, group);
      }
    }
  }
}
