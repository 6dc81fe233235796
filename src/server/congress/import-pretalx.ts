import { refuse, type Ctx } from '#server/kernel';
import { checkAddress, fetchJson, type Fetching } from './import-fetch.ts';
import { isObject, listOf, wordOf, type Loose } from './formats/loose.ts';

export interface PretalxSource {
  /** Of the event: https://pretalx.example/democon, or its API. */
  address: string;
  /** Of a person who may see the programme before it is public. */
  token?: string | undefined;
  /** Told after each page. */
  onPage?: (pages: number) => void;
}

const mostPages = 400;
/** Of a whole programme, milliseconds. */
const mostTime = 90_000;

/** https://host/democon, https://host/democon/schedule/ and https://host/api/events/democon/ mean one event. */
export function apiOf(address: URL): URL {
  const parts = address.pathname.split('/').filter(Boolean);
  const api = parts.indexOf('api');
  const isApi = api >= 0 && parts[api + 1] === 'events';
  const before = isApi ? parts.slice(0, api) : [];
  const slug = isApi ? parts[api + 2] : parts[0];
  if (!slug || !/^[\w-]{1,80}$/.test(slug)) throw refuse('invalid', 'exchange.fetch.no_address');
  return new URL(`/${[...before, 'api', 'events', slug].join('/')}/`, address.origin);
}

/**
 * The programme of a running pretalx, through its API, as one file that our reader knows. Only confirmed sessions are
 * asked for. Refuses an address that is not https or not public, and what can't be had, with `exchange.fetch.…`.
 */
export async function fetchPretalx(ctx: Ctx, { address, token, onPage }: PretalxSource): Promise<Buffer> {
  const local = ctx.config.VECHE_IMPORT_LOCAL;
  const base = apiOf(checkAddress(address.trim(), local));
  const fetching: Fetching = {
    token: token?.trim() || undefined,
    local,
    deadline: performance.now() + mostTime,
    left: { bytes: 64 * 1024 * 1024 },
  };
  if (fetching.token && !/^[\w-]{8,200}$/.test(fetching.token))
    throw refuse('invalid', 'exchange.fetch.bad_token');
  let pages = 0;

  /** All pages of a list; what is not there is an empty one when the list may be missing. */
  const listAll = async (path: string, isOptional: boolean): Promise<Loose[]> => {
    const items: Loose[] = [];
    let next: URL | undefined = new URL(path, base);
    while (next) {
      if (pages >= mostPages) throw refuse('invalid', 'exchange.fetch.too_many_pages', { count: mostPages });
      let answer: unknown;
      try {
        answer = await fetchJson(next, fetching);
      } catch (caught) {
        if (isOptional && isMissing(caught)) return items;
        throw caught;
      }
      pages += 1;
      onPage?.(pages);
      for (const one of Array.isArray(answer) ? answer : isObject(answer) ? listOf(answer.results) : [])
        if (isObject(one)) items.push(one);
      const said: string | undefined = isObject(answer) ? wordOf(answer.next) : undefined;
      const before: URL = next;
      next = said && URL.canParse(said, before) ? new URL(said, before) : undefined;
      // Behind a proxy the addresses of pages may say http: the path is what counts, on the host that we were given.
      if (next) next = new URL(`${next.pathname}${next.search}`, base.origin);
      if (next && (!next.pathname.startsWith(base.pathname) || next.href === before.href))
        throw refuse('invalid', 'exchange.fetch.elsewhere', { address: base.host });
    }
    return items;
  };

  const event = await fetchJson(base, fetching);
  if (!isObject(event) || !('slug' in event || 'name' in event))
    throw refuse('invalid', 'exchange.fetch.no_pretalx', { address: base.host });
  const submissions = await listAll(
    'submissions/?state=confirmed&expand=speakers,slots,slots.room,track,submission_type,resources&limit=100',
    false,
  );
  const rooms = await listAll('rooms/?limit=100', true);
  const speakers = await listAll('speakers/?limit=100', true);
  const tracks = await listAll('tracks/?limit=100', true);
  const types = await listAll('submission-types/?limit=100', true);
  // Older ones know no `expand`: their slots are numbers, and stand in a list of their own.
  const isBare = submissions.some((one) => listOf(one.slots).some((slot) => !isObject(slot)));
  if (isBare) {
    const slots = new Map((await listAll('slots/?limit=100', true)).map((slot) => [wordOf(slot.id), slot]));
    for (const one of submissions)
      one.slots = listOf(one.slots).map((slot) => (isObject(slot) ? slot : (slots.get(wordOf(slot)) ?? {})));
  }
  const known = (one: Loose) => wordOf(one.state) === undefined || wordOf(one.state) === 'confirmed';
  return Buffer.from(
    JSON.stringify({
      event,
      submissions: submissions.filter(known),
      rooms,
      speakers,
      tracks,
      submission_types: types,
    }),
  );
}

const isMissing = (caught: unknown): boolean =>
  caught instanceof Error && 'code' in caught && /\.(not_there|not_allowed)$/.test(String(caught.code));
