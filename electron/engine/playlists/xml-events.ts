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
/** Characters parsed before others get a turn. */
const STRETCH = 1 << 20;

/**
 * Reads XML a stretch at a time. Entities of a document's own are refused, external ones are never looked at: sax knows the
 * five of XML itself and character numbers, and a DOCTYPE with declarations ends the reading.
 * @throws MugleError `not-a-playlist` for what is not well-formed, too deep, or has declarations; what the reader throws.
 */
export async function readXml(text: string, reader: XmlReader): Promise<void> {
  const parser = sax.parser(true, { trim: false, position: true });
  const texts: string[] = [];
  let failure: unknown;
  const guarded = (act: () => void): void => {
    if (failure !== undefined) {
      return;
    }
    try {
      act();
    } catch (thrown) {
      failure = thrown;
    }
  };
  const addText = (more: string): void => {
    const last = texts.length - 1;
    if (last >= 0) {
      texts[last] = ((texts[last] ?? '') + more).slice(0, LONGEST_TEXT);
    }
  };
  parser.onerror = (error) => {
    failure ??= notAPlaylist(`line ${String(parser.line + 1)}: ${firstLine(error.message)}`, error);
  };
  parser.ondoctype = (doctype) => {
    if (/[[\]]|<!/.test(doctype)) {
      failure ??= notAPlaylist('it declares entities of its own, which no player writes.');
    }
  };
  parser.ontext = addText;
  parser.oncdata = addText;
  parser.onopentag = ({ name, attributes }) => {
    guarded(() => {
      texts.push('');
      if (texts.length > MOST_DEPTH) {
        throw notAPlaylist(`its elements are nested more than ${String(MOST_DEPTH)} deep.`);
      }
      reader.open(localName(name), attributes, parser.line + 1);
    });
  };
  parser.onclosetag = (name) => {
    guarded(() => {
      reader.close(localName(name), (texts.pop() ?? '').trim());
    });
  };
  for (let from = 0; from < text.length && failure === undefined; from += STRETCH) {
    guardedWrite(parser, text.slice(from, from + STRETCH));
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
  if (failure === undefined) {
    guardedWrite(parser, null);
  }
  if (failure !== undefined) {
    throw failure instanceof MugleError ? failure : notAPlaylist(String(failure), failure);
  }

  /** sax tells of an error and throws it too the next time. */
  function guardedWrite(to: typeof parser, chunk: string | null): void {
    try {
      if (chunk === null) {
        to.close();
      } else {
        to.write(chunk);
      }
    } catch (thrown) {
      failure ??= notAPlaylist(String(thrown), thrown);
    }
  }
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);
const firstLine = (text: string): string => text.split('\n', 1)[0] ?? '';
