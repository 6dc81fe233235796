import { AwsClient } from 'aws4fetch';
import { createHash } from 'node:crypto';
import { refuse, Refusal } from '#server/kernel';
import { isOdd, noSuchFile } from './storage.ts';

export interface Bucket {
  /** `http(s)://host:port/bucket`, without a slash at the end. */
  address: string;
  /** Before every key; empty, or ends with a slash. */
  prefix: string;
  region: string;
  key: string;
  secret: string;
}

/**
 * The bucket of a setting `s3://key:secret@host[:port]/bucket[/prefix][?region=…]`; `s3+http://` where no TLS stands between.
 * Undefined when it is none: the words of a secret stand in no error.
 */
export function readBucket(setting: string): Bucket | undefined {
  const url = URL.canParse(setting) ? new URL(setting) : undefined;
  const [bucket, ...prefix] = (url?.pathname ?? '').split('/').filter(Boolean);
  if (!url || !bucket || !url.username || !url.password || !url.host) return undefined;
  if (url.protocol !== 's3:' && url.protocol !== 's3+http:') return undefined;
  if (![bucket, ...prefix].every((one) => /^[\w][\w.-]*$/.test(one))) return undefined;
  try {
    return {
      address: `${url.protocol === 's3:' ? 'https' : 'http'}://${url.host}/${bucket}`,
      prefix: prefix.map((one) => `${one}/`).join(''),
      region: url.searchParams.get('region') ?? 'us-east-1',
      key: decodeURIComponent(url.username),
      secret: decodeURIComponent(url.password),
    };
  } catch {
    return undefined;
  }
}

export interface Asked {
  method?: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  /** With the prefix; empty for the bucket itself. */
  key?: string;
  search?: Record<string, string>;
  headers?: Record<string, string>;
  body?: Buffer;
}

export type Ask = (asked: Asked) => Promise<Response>;

/** Waits between tries, in milliseconds: with them a try is given up after about eight seconds. */
const defaultWaits = [200, 600, 1_800, 5_400];
/** A piece of 8 MB on a line of 1 Mbit/s takes 67 s. */
const mostMs = 120_000;

const unreachable = () => refuse('unavailable', 'storage.unreachable');

/**
 * Asks a bucket, signed, a few times where asking again may help. Answers what is a success or `404`; refuses everything else
 * in a word of ours: what the other side says, and the address, stand in no error.
 */
export function openWire(bucket: Bucket, waits = defaultWaits): Ask {
  const client = new AwsClient({
    accessKeyId: bucket.key,
    secretAccessKey: bucket.secret,
    service: 's3',
    region: bucket.region,
    retries: 0,
  });
  const once = async ({ method = 'GET', key = '', search, headers, body }: Asked): Promise<Response> => {
    const url = new URL(`${bucket.address}${key && '/'}${key}`);
    for (const [name, value] of Object.entries(search ?? {})) url.searchParams.set(name, value);
    const request = await client.sign(url.href, {
      method,
      headers: {
        ...headers,
        // The other side counts it again: what arrives is what was sent, or is refused there.
        'x-amz-content-sha256': createHash('sha256')
          .update(body ?? '')
          .digest('hex'),
      },
      ...(body ? { body: new Uint8Array(body) } : {}),
    });
    const stop = new AbortController();
    const late = setTimeout(() => stop.abort(), body ? mostMs : 30_000);
    try {
      // Only the head is waited for by this clock; a body may take as long as its reader.
      return await fetch(request, { signal: stop.signal, redirect: 'manual' });
    } finally {
      clearTimeout(late);
    }
  };
  return async (asked) => {
    for (let attempt = 0; ; attempt += 1) {
      const response = await once(asked).catch(() => undefined);
      if (response && (response.ok || response.status === 404)) return response;
      const code = response ? await errorCode(response) : '';
      // A clock that is off is as final as a wrong secret.
      if (response && response.status < 500 && response.status !== 429 && response.status !== 408)
        throw refusalOf(response.status);
      const wait = waits[attempt];
      if (wait === undefined)
        throw response && code === '' && response.status < 500 ? isOdd() : unreachable();
      await new Promise((done) => setTimeout(done, wait * (0.75 + Math.random() / 2)));
    }
  };
}

function refusalOf(status: number): Refusal {
  if (status === 401 || status === 403) return refuse('unavailable', 'storage.denied');
  if (status === 404) return noSuchFile();
  return isOdd();
}

/** The code of an error in S3's XML; the rest of the body is read away so that the connection may be used again. */
async function errorCode(response: Response): Promise<string> {
  const text = await readSmall(response).catch(() => '');
  return /<Code>([A-Za-z0-9]{1,80})<\/Code>/.exec(text)?.[1] ?? '';
}

/** A body that must be small; refuses odd what is larger than 8 MB, which no page of a list is. */
export async function readSmall(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response.body ?? []) {
      bytes += chunk.length;
      if (bytes > 8_000_000) throw isOdd();
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof Refusal ? error : unreachable();
  }
  return Buffer.concat(chunks).toString('utf8');
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The texts of all elements of that name; S3's answers nest nothing of the same name. */
export const textsOf = (xml: string, name: string): string[] =>
  [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, text]) =>
    text!.replace(/&(\w+);/g, (whole, entity: string) => entities[entity] ?? whole),
  );

/** The insides of all elements of that name. */
export const elementsOf = (xml: string, name: string): string[] =>
  [...xml.matchAll(new RegExp(`<${name}>(.*?)</${name}>`, 'gs'))].map(([, inside]) => inside!);
