import { lookup as resolveName } from 'node:dns';
import { request as requestPlain } from 'node:http';
import { request as requestSafe } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { refuse } from '#server/kernel';

/** Addresses that are of this machine, of a network around it, or of nobody. */
const innerFour = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  innerFour.addSubnet(net, bits, 'ipv4');
/** Of IPv6 all that is not plainly public, and what carries an IPv4 address inside. A list of its own: in one, each covers the other. */
const innerSix = new BlockList();
for (const [net, bits] of [
  ['::', 3],
  ['4000::', 2],
  ['8000::', 1],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
] as const)
  innerSix.addSubnet(net, bits, 'ipv6');

/** True of an address that nobody outside may make us call. */
export function isInner(address: string): boolean {
  const family = isIP(address);
  if (family === 0) return true;
  return family === 4 ? innerFour.check(address, 'ipv4') : innerSix.check(address, 'ipv6');
}

export interface Fetching {
  /** Sent to this origin only. */
  token?: string | undefined;
  /** Addresses of the local network, and plain http, are allowed. */
  local: boolean;
  /** Milliseconds of `performance.now()`. */
  deadline: number;
  /** Bytes that may still come; counted down. */
  left: { bytes: number };
}

const mostBytes = 32 * 1024 * 1024;
/** Without a byte for so long. */
const idle = 20_000;

const no = (code: string, url: URL, more: Record<string, string | number> = {}) =>
  refuse('invalid', `exchange.fetch.${code}`, { address: url.host.slice(0, 100), ...more });

/** An address one may fetch from. Refuses others than https, names and passwords in it, and inner addresses. */
export function checkAddress(text: string, local: boolean): URL {
  if (!URL.canParse(text) || text.length > 500) throw refuse('invalid', 'exchange.fetch.no_address');
  const url = new URL(text);
  if (url.protocol !== 'https:' && !(local && url.protocol === 'http:')) throw no('not_https', url);
  if (url.username || url.password) throw no('no_address', url);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (!local && isIP(host) && isInner(host)) throw no('inner', url);
  return url;
}

/** The name is looked up once, and what was checked is what is called: a second answer can't lead elsewhere. */
const guarded =
  (url: URL): LookupFunction =>
  (hostname, options, callback) => {
    resolveName(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, '', 0);
      if (found.length === 0 || found.some(({ address }) => isInner(address)))
        return callback(no('inner', url), '', 0);
      if (options.all) return callback(null, found);
      callback(null, found[0]!.address, found[0]!.family);
    });
  };

/**
 * JSON from an address, by hand: a redirect is followed on the same host only, and time, size and place are bounded.
 * Refuses with `exchange.fetch.…` what can't be had.
 */
export async function fetchJson(from: URL, fetching: Fetching, hops = 0): Promise<unknown> {
  const { status, location, body } = await get(from, fetching);
  if (status >= 300 && status < 400 && location) {
    const to = URL.canParse(location, from) ? new URL(location, from) : undefined;
    if (!to || to.origin !== from.origin || hops >= 3) throw no('elsewhere', from);
    return fetchJson(to, fetching, hops + 1);
  }
  if (status === 401 || status === 403) throw no('not_allowed', from);
  if (status === 404) throw no('not_there', from);
  if (status !== 200) throw no('answered', from, { status });
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    throw no('no_json', from);
  }
}

interface Got {
  status: number;
  location: string | undefined;
  body: Buffer;
}

function get(url: URL, { token, local, deadline, left }: Fetching): Promise<Got> {
  const time = deadline - performance.now();
  if (time <= 0) throw no('too_slow', url);
  const request = url.protocol === 'https:' ? requestSafe : requestPlain;
  return new Promise((done, fail) => {
    const call = request(
      url,
      {
        agent: false,
        timeout: Math.min(idle, time),
        signal: AbortSignal.timeout(Math.ceil(time)),
        ...(local ? {} : { lookup: guarded(url) }),
        headers: {
          accept: 'application/json',
          'accept-encoding': 'identity',
          'user-agent': 'veche',
          'pretalx-version': 'v1',
          ...(token && { authorization: `Token ${token}` }),
        },
      },
      (answer) => {
        const parts: Buffer[] = [];
        let size = 0;
        answer.on('data', (part: Buffer) => {
          size += part.length;
          left.bytes -= part.length;
          if (size <= mostBytes && left.bytes >= 0) parts.push(part);
          else call.destroy(refuse('invalid', 'congress.import_too_large', { megabytes: 64 }));
        });
        answer.on('end', () =>
          done({
            status: answer.statusCode ?? 0,
            location: answer.headers.location,
            body: Buffer.concat(parts),
          }),
        );
        answer.on('error', fail);
      },
    );
    call.on('timeout', () => call.destroy(no('too_slow', url)));
    call.on('error', fail);
    call.end();
  }).catch((error: unknown) => {
    // Whatever broke below is no bug of ours, and its words may hold addresses.
    if (error instanceof Error && 'kind' in error) throw error;
    throw error instanceof Error && error.name === 'AbortError'
      ? no('too_slow', url)
      : no('unreachable', url);
  }) as Promise<Got>;
}
