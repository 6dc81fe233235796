import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pieces } from './pieces.ts';
import { checkKey, checkPrefix, isOdd, noSuchFile, type Listed, type Put, type Storage } from './storage.ts';
import { elementsOf, openWire, readSmall, textsOf, type Ask, type Bucket } from './wire.ts';

/** Of an upload in parts; ten thousand of them, the most there may be, are 80 GB. */
export const pieceBytes = 8 * 1024 * 1024;

/** Storage in a bucket, addressed by path. What it holds in memory is two pieces, however large the file. */
export function openBucket(bucket: Bucket, waits?: number[]): Storage {
  const ask = openWire(bucket, waits);
  const at = (key: string) => bucket.prefix + checkKey(key);
  const statOf = async (full: string) => {
    const response = await ask({ method: 'HEAD', key: full });
    if (response.status === 404) return undefined;
    const bytes = response.headers.get('content-length');
    // A page of some gate in between says 200 to everything.
    if (bytes === null || !response.headers.get('etag')) throw isOdd();
    return { bytes: Number(bytes) };
  };

  async function* list(prefix: string): AsyncGenerator<Listed> {
    let token: string | undefined;
    do {
      const response = await ask({
        search: {
          'list-type': '2',
          prefix: bucket.prefix + checkPrefix(prefix),
          ...(token ? { 'continuation-token': token } : {}),
        },
      });
      const xml = await readSmall(response);
      if (!xml.includes('<ListBucketResult')) throw isOdd();
      for (const one of elementsOf(xml, 'Contents')) {
        const [key] = textsOf(one, 'Key');
        const [bytes] = textsOf(one, 'Size');
        const changedAt = new Date(textsOf(one, 'LastModified')[0] ?? '');
        if (!key?.startsWith(bucket.prefix) || Number.isNaN(changedAt.getTime())) throw isOdd();
        yield { key: key.slice(bucket.prefix.length), bytes: Number(bytes), changedAt };
      }
      const next =
        textsOf(xml, 'IsTruncated')[0] === 'true' ? textsOf(xml, 'NextContinuationToken')[0] : undefined;
      if (next !== undefined && next === token) throw isOdd();
      token = next;
    } while (token);
  }

  const remove = async (key: string): Promise<void> => {
    await (await ask({ method: 'DELETE', key: at(key) })).body?.cancel();
  };

  return {
    put: async (key, from, { mime, sha256 }) => {
      const full = at(key);
      const source = typeof from === 'string' ? (await open(from)).createReadStream() : from;
      try {
        const done = await putStream(ask, full, source, mime, sha256);
        if ((await statOf(full))?.bytes !== done.bytes) throw isOdd();
        return done;
      } finally {
        source.destroy();
      }
    },
    get: async (key, range) => {
      const headers = range ? { range: `bytes=${range.from}-${range.to ?? ''}` } : undefined;
      const response = await ask({ key: at(key), ...(headers ? { headers } : {}) });
      if (response.status === 404) throw await over(response, noSuchFile());
      const bytes = response.headers.get('content-length');
      if (bytes === null || response.status !== (range ? 206 : 200)) throw await over(response, isOdd());
      if (range && !response.headers.get('content-range')?.startsWith(`bytes ${range.from}-`))
        throw await over(response, isOdd());
      // Node's own web stream; fetch types it as the browser's.
      const stream = response.body ? Readable.fromWeb(response.body as never) : Readable.from([]);
      return { stream, bytes: Number(bytes) };
    },
    stat: async (key) => statOf(at(key)),
    remove,
    removeAll: async (prefix) => {
      const keys: string[] = [];
      for await (const { key } of list(prefix)) keys.push(key);
      for (const key of keys) await remove(key);
      return keys.length;
    },
    list,
    tidy: async (before) => {
      const response = await ask({ search: { uploads: '', prefix: bucket.prefix } });
      const xml = await readSmall(response);
      if (!xml.includes('<ListMultipartUploadsResult')) throw isOdd();
      let count = 0;
      for (const one of elementsOf(xml, 'Upload')) {
        const [key, uploadId] = [textsOf(one, 'Key')[0], textsOf(one, 'UploadId')[0]];
        const begun = new Date(textsOf(one, 'Initiated')[0] ?? '');
        if (!key?.startsWith(bucket.prefix) || !uploadId || !(begun < before)) continue;
        await ask({ method: 'DELETE', key, search: { uploadId } });
        count += 1;
      }
      return count;
    },
  };
}

async function over(response: Response, refusal: Error): Promise<Error> {
  await response.body?.cancel().catch(() => undefined);
  return refusal;
}

async function putStream(
  ask: Ask,
  key: string,
  source: Readable,
  mime: string,
  wanted: string | undefined,
): Promise<Put> {
  const hash = createHash('sha256');
  let bytes = 0;
  const count = (piece: Buffer) => {
    hash.update(piece);
    bytes += piece.length;
    return piece;
  };
  const settle = (): Put => {
    const sha256 = hash.digest('hex');
    if (wanted !== undefined && wanted !== sha256) throw isOdd();
    return { bytes, sha256 };
  };
  const rest = pieces(source, pieceBytes);
  const head: Buffer[] = [];
  while (head.length < 2) {
    const next = await rest.next();
    if (next.done) break;
    head.push(count(next.value));
  }
  const third = head.length < 2 ? undefined : (await rest.next()).value;
  if (!third) {
    const done = settle();
    const body = Buffer.concat(head);
    const response = await ask({ method: 'PUT', key, headers: { 'content-type': mime }, body });
    await response.body?.cancel();
    if (response.status === 404) throw isOdd();
    return done;
  }
  const begun = await ask({
    method: 'POST',
    key,
    search: { uploads: '' },
    headers: { 'content-type': mime },
  });
  const [uploadId] = textsOf(await readSmall(begun), 'UploadId');
  if (!uploadId) throw isOdd();
  try {
    const tags: string[] = [];
    const send = async (body: Buffer) => {
      const search = { partNumber: String(tags.length + 1), uploadId };
      const response = await ask({ method: 'PUT', key, search, body });
      await response.body?.cancel();
      const tag = response.headers.get('etag');
      if (!tag || !response.ok) throw isOdd();
      tags.push(tag);
    };
    for (const piece of head.splice(0)) await send(piece);
    await send(count(third));
    for await (const piece of rest) await send(count(piece));
    const done = settle();
    const parts = tags
      .map(
        (tag, index) =>
          `<Part><PartNumber>${index + 1}</PartNumber><ETag>${tag.replaceAll('"', '&quot;')}</ETag></Part>`,
      )
      .join('');
    const response = await ask({
      method: 'POST',
      key,
      search: { uploadId },
      body: Buffer.from(`<CompleteMultipartUpload>${parts}</CompleteMultipartUpload>`),
    });
    // A refusal may come with 200: the answer is begun before the parts are joined.
    if (!(await readSmall(response)).includes('<CompleteMultipartUploadResult')) throw isOdd();
    return done;
  } catch (error) {
    // Where it can't be told now, `tidy` tells it later.
    void ask({ method: 'DELETE', key, search: { uploadId } }).catch(() => undefined);
    throw error;
  }
}
