import { globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './root.ts';

/** The shapes of all pages, from the route table: `/[lang=lang]/s/[id]`. */
export const pageShapes = (): string[] =>
  globSync('**/+page.svelte', { cwd: join(root, 'src/routes') })
    .map((file) => `/${dirname(file)}`.replace(/\/\([^)]+\)/g, '').replace(/^\/\.$/, '/'))
    .sort();

const pattern = (shape: string): RegExp =>
  new RegExp(`^${shape.replace('[lang=lang]', '(be|ru|en)').replace(/\[\w+\]/g, '[^/]+')}$`);

/** The shape an address has, the one with the fewest open parts first; undefined when it is not a page. */
export function shapeOf(path: string, shapes: readonly string[]): string | undefined {
  const open = (shape: string): number => shape.split('[').length;
  return shapes.filter((shape) => pattern(shape).test(path)).sort((a, b) => open(a) - open(b))[0];
}

/** Addresses in links, forms and media of a page: own ones without the host, all others as they are. */
export function addressesIn(html: string, site: string): string[] {
  const found = [
    ...html.matchAll(
      /<(?:a|link|script|img|form|iframe|video|audio|source)\b[^>]*?\s(?:href|src|action)="([^"]*)"/g,
    ),
  ];
  return found.map(([, address]) => address!.replaceAll('&amp;', '&').replace(site, '') || '/');
}

/** Links that do something by being followed, or lead out of the pages. */
const notFollowed = /\/account\/(exit|data)|\/schedule\.|\/zone\?|\.ttl$|#/;

export interface Walk {
  /** Address → its HTML. */
  pages: Map<string, string>;
  headers: Map<string, Headers>;
  /** Links that answered with neither a page nor a way to one. */
  broken: string[];
}

/** Follows links from `from`, at most `most` pages and `each` of one shape. */
export async function walk(
  site: string,
  from: string[],
  {
    cookie = '',
    most = 150,
    each = 3,
    shapes = pageShapes(),
  }: { cookie?: string; most?: number; each?: number; shapes?: string[] } = {},
): Promise<Walk> {
  const pages = new Map<string, string>();
  const headers = new Map<string, Headers>();
  const broken: string[] = [];
  const seen = new Set<string>();
  const counts = new Map<string, number>();
  const waiting = [...from];
  while (waiting.length > 0 && pages.size < most) {
    const address = waiting.shift()!;
    if (seen.has(address)) continue;
    seen.add(address);
    const shape = shapeOf(address.split('?')[0]!, shapes) ?? address;
    const [, lang] = address.split('/');
    const kind = `${lang} ${shape}`;
    if ((counts.get(kind) ?? 0) >= each) continue;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    const answer = await fetch(site + address, { headers: { cookie }, redirect: 'manual' });
    const to = answer.headers.get('location');
    if (to) waiting.push(to.replace(site, ''));
    else if (answer.status !== 200) broken.push(`${answer.status} ${address}`);
    if (answer.status !== 200 || !answer.headers.get('content-type')?.startsWith('text/html')) continue;
    const html = await answer.text();
    pages.set(address, html);
    headers.set(address, answer.headers);
    for (const next of addressesIn(html, site))
      if (/^\/(be|ru|en)(\/|\?|$)/.test(next) && !notFollowed.test(next)) waiting.push(next);
  }
  return { pages, headers, broken };
}
