/** The part of sax that is used; it brings no types of its own. */
declare module 'sax' {
  interface SaxTag {
    readonly name: string;
    readonly attributes: Readonly<Record<string, string>>;
  }
  interface SaxParser {
    /** From 0. */
    readonly line: number;
    /** The last error; unless it is taken away, the next write throws it. */
    error: Error | null;
    onopentag: (tag: SaxTag) => void;
    onclosetag: (name: string) => void;
    ontext: (text: string) => void;
    oncdata: (text: string) => void;
    ondoctype: (doctype: string) => void;
    onerror: (error: Error) => void;
    write(chunk: string): SaxParser;
    close(): SaxParser;
  }
  const sax: {
    parser(
      strict: boolean,
      options: { readonly trim: boolean; readonly position: boolean },
    ): SaxParser;
  };
  // eslint-disable-next-line no-restricted-syntax
  export default sax;
}
