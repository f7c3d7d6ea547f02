import sax from 'sax';
import { MugleError } from '../../shared/errors';
import { LONGEST_TEXT } from './listed-songs';
import { notAPlaylist } from './playlist-errors';

/** What is told of an XML text as it is read; names come without their namespace's prefix. */
export interface XmlReader {
  open(name: string, attributes: Readonly<Record<string, string>>, line: number): void;
  /** `text` is all that stood in the element itself, trimmed. */
  close(name: string, text: string): void;
}

/** Deeper than the folders of any DJ. */
const MOST_DEPTH = 256;
/**
 * What sax says of an ampersand that begins no entity it knows, and then takes for text: players write such ("Evening & more"
 * by totem-pl-parser), and text it is, never looked up.
 */
const BARE_AMPERSAND = /^Invalid character( in)? entity/;
/** Characters parsed before others get a turn. */
const STRETCH = 1 << 20;

/**
 * Reads XML a stretch at a time. Entities of a document's own are refused, external ones are never looked at: sax knows the
 * five of XML itself and character numbers, others stay text, and a DOCTYPE with declarations ends the reading.
 * @throws MugleError `not-a-playlist` for what is not well-formed, too deep, or has declarations; what the reader throws.
 */
export async function readXml(text: string, reader: XmlReader): Promise<void> {
  const reading = new Reading(reader);
  for (let from = 0; from < text.length; from += STRETCH) {
    reading.write(text.slice(from, from + STRETCH));
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
  reading.close();
}

class Reading {
  readonly #reader: XmlReader;
  readonly #parser = sax.parser(true, { trim: false, position: true });
  /** The text so far of each open element. */
  readonly #texts: string[] = [];
  #failure: MugleError | undefined;

  constructor(reader: XmlReader) {
    this.#reader = reader;
    const parser = this.#parser;
    parser.onerror = (error) => {
      if (BARE_AMPERSAND.test(error.message)) {
        parser.error = null;
        return;
      }
      this.#fail(
        notAPlaylist(`line ${String(parser.line + 1)}: ${firstLine(error.message)}`, error),
      );
    };
    parser.ondoctype = (doctype) => {
      if (/[[\]]|<!/.test(doctype)) {
        this.#fail(notAPlaylist('it declares entities of its own, which no player writes.'));
      }
    };
    parser.ontext = (more) => {
      this.#addText(more);
    };
    parser.oncdata = parser.ontext;
    parser.onopentag = ({ name, attributes }) => {
      this.#open(name, attributes);
    };
    parser.onclosetag = (name) => {
      this.#act(() => {
        this.#reader.close(localName(name), (this.#texts.pop() ?? '').trim());
      });
    };
  }

  /** @throws MugleError */
  write(chunk: string): void {
    this.#run(() => this.#parser.write(chunk));
  }

  /** @throws MugleError */
  close(): void {
    this.#run(() => this.#parser.close());
  }

  /** sax tells of an error, goes on, and throws it the next time. */
  #run(act: () => unknown): void {
    try {
      act();
    } catch (thrown) {
      this.#fail(asError(thrown));
    }
    if (this.#failure !== undefined) {
      throw this.#failure;
    }
  }

  #open(name: string, attributes: Readonly<Record<string, string>>): void {
    this.#act(() => {
      this.#texts.push('');
      if (this.#texts.length > MOST_DEPTH) {
        throw notAPlaylist(`its elements are nested more than ${String(MOST_DEPTH)} deep.`);
      }
      this.#reader.open(localName(name), attributes, this.#parser.line + 1);
    });
  }

  #act(act: () => void): void {
    if (this.#failure === undefined) {
      try {
        act();
      } catch (thrown) {
        this.#fail(asError(thrown));
      }
    }
  }

  #addText(more: string): void {
    const last = this.#texts.length - 1;
    const before = this.#texts[last];
    if (before !== undefined) {
      this.#texts[last] = (before + more).slice(0, LONGEST_TEXT);
    }
  }

  #fail(error: MugleError): void {
    this.#failure ??= error;
  }
}

function asError(thrown: unknown): MugleError {
  return thrown instanceof MugleError
    ? thrown
    : notAPlaylist(thrown instanceof Error ? firstLine(thrown.message) : 'it breaks off.', thrown);
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);
const firstLine = (text: string): string => text.split('\n', 1)[0] ?? '';
