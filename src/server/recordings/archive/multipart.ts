import { refuse } from '#server/kernel';

/** One part of a form as it comes: its content must be read before the next part is asked for. */
export interface FormPart {
  name: string;
  /** Undefined for a field that is no file. */
  fileName?: string;
  content: AsyncIterable<Buffer>;
}

const mostHead = 8_192;
const unreadable = () => refuse('invalid', 'archive.unreadable');

/** The boundary of a form with files; undefined when it is none. */
export const boundaryOf = (contentType: string | undefined): string | undefined =>
  /^multipart\/form-data;(?:.*;)?\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i
    .exec(contentType ?? '')
    ?.slice(1)
    .find(Boolean);

/**
 * Reads a form with files part by part, never more of it than a chunk and a boundary: a file of any size goes through.
 * Refuses invalid (archive.unreadable) what ends too soon or is no form.
 */
export async function* readParts(body: AsyncIterable<Buffer>, boundary: string): AsyncGenerator<FormPart> {
  const mark = Buffer.from(`\r\n--${boundary}`, 'latin1');
  const chunks = body[Symbol.asyncIterator]();
  // The first boundary stands at the very beginning, without a line before it.
  let held: Buffer = Buffer.from('\r\n');
  const more = async (): Promise<void> => {
    const next = await chunks.next();
    if (next.done) throw unreadable();
    held = held.length === 0 ? next.value : Buffer.concat([held, next.value]);
  };
  /** Everything before the next mark, which is then behind us. */
  async function* upToMark(): AsyncGenerator<Buffer> {
    for (;;) {
      const at = held.indexOf(mark);
      if (at >= 0) {
        const before = held.subarray(0, at);
        held = held.subarray(at + mark.length);
        if (before.length > 0) yield before;
        return;
      }
      // A mark may begin in the last bytes.
      const sure = held.length - mark.length + 1;
      if (sure > 0) {
        const before = held.subarray(0, sure);
        held = held.subarray(sure);
        yield before;
      }
      await more();
    }
  }
  for await (const _before of upToMark()) if (_before.length > mostHead) throw unreadable();
  for (;;) {
    while (held.length < 2) await more();
    if (held.subarray(0, 2).toString('latin1') === '--') return;
    let end: number;
    while ((end = held.indexOf('\r\n\r\n')) < 0) {
      if (held.length > mostHead) throw unreadable();
      await more();
    }
    const head = held.subarray(0, end).toString('utf8');
    held = held.subarray(end + 4);
    // The mark begins with a line end, and an empty part has none of its own.
    const content = upToMark();
    yield { ...readHead(head), content };
    for await (const _rest of content) void _rest;
  }
}

function readHead(head: string): { name: string; fileName?: string } {
  const line = head.split('\r\n').find((one) => /^content-disposition:\s*form-data/i.test(one)) ?? '';
  const valueOf = (key: string): string | undefined =>
    new RegExp(`;\\s*${key}="((?:[^"\\\\]|\\\\.)*)"`, 'i')
      .exec(line)?.[1]
      // What browsers do with quotes and line ends in names.
      ?.replace(/%22/g, '"')
      .replace(/%0D|%0A/gi, ' ');
  const name = valueOf('name');
  if (name === undefined) throw unreadable();
  const fileName = valueOf('filename');
  return { name, ...(fileName === undefined ? {} : { fileName }) };
}

/** A field's text; refuses one that is longer than any of ours. */
export async function readText(content: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of content) {
    bytes += chunk.length;
    if (bytes > mostHead) throw unreadable();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
