/** The part of picomatch that is used; it brings no types of its own. */
declare module 'picomatch' {
  interface PicomatchOptions {
    readonly nocase?: boolean;
    readonly dot?: boolean;
    readonly windows?: boolean;
  }
  // eslint-disable-next-line no-restricted-syntax
  export default function picomatch(
    pattern: string,
    options: PicomatchOptions,
  ): (path: string) => boolean;
}
