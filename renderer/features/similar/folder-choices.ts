/** A folder that songs can be limited to. */
export interface FolderChoice {
  readonly path: string;
  /** As seen from where the music folder lies: `Music / Artist / Album`. */
  readonly text: string;
}

/** More than a person looks through; of more the ones that lie higher are offered. */
const MOST_CHOICES = 1_000;

/**
 * The folders with songs and those above them, up to the music folders, in order of their paths.
 * @param roots the music folders @param folders those that songs lie in; absolute paths, as the system writes them
 */
export function folderChoices(
  roots: readonly string[],
  folders: readonly string[],
): readonly FolderChoice[] {
  const found = new Map<string, FolderChoice & { readonly depth: number }>();
  for (const root of roots) {
    const separator = root.includes('\\') ? '\\' : '/';
    const base = root.endsWith(separator) ? root.slice(0, -1) : root;
    const last = base.split(separator).at(-1) ?? '';
    const name = last === '' ? root : last;
    found.set(root, { path: root, text: name, depth: 0 });
    for (const folder of folders) {
      if (folder.startsWith(base + separator)) {
        const below = folder.slice(base.length + 1).split(separator);
        below.forEach((_, at) => {
          const inner = below.slice(0, at + 1);
          const path = [base, ...inner].join(separator);
          found.set(path, { path, text: [name, ...inner].join(' / '), depth: inner.length });
        });
      }
    }
  }
  return [...found.values()]
    .sort((a, b) => a.depth - b.depth)
    .slice(0, MOST_CHOICES)
    .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : a.path < b.path ? -1 : 1))
    .map(({ path, text }) => ({ path, text }));
}
