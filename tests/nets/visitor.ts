import { createHash } from 'node:crypto';
import { filled, formsOf, multipart, urlEncoded, type Pair, type SeenForm, type SentFile } from './forms.ts';
import { makeSender, type Answer, type Asked, type Sender } from './http.ts';

/** What a form carries besides its fields: its token, and a guest's work. */
export type Stamp = Pair[];

/** Somebody at the site with cookies of their own and no scripts; the work of a guest's form is done here. */
export interface Visitor {
  cookies: Map<string, string>;
  get(path: string, asked?: Asked): Promise<Answer>;
  /** Sends pairs as they are given. `isJson` asks for the bare answer of the action instead of a page. */
  post(
    path: string,
    pairs: readonly Pair[],
    how?: { isJson?: boolean; isMultipart?: boolean; headers?: Record<string, string> },
  ): Promise<Answer>;
  /** Opens a page and sends its form of `action` (`say`), the first one without, with `changed` instead of what stands there. */
  fill(path: string, changed: Record<string, string | string[] | SentFile>, action?: string): Promise<Answer>;
  /** A fresh stamp, taken from the forms of `path`. */
  stamp(path: string): Promise<Stamp>;
  close(): void;
}

/** The answer to a guest's puzzle: SHA-256(challenge:answer) starts with `bits` zero bits. */
export function solve(challenge: string, bits: number): string {
  for (let answer = 0; ; answer += 1) {
    const hash = createHash('sha256').update(`${challenge}:${answer}`).digest();
    if (Math.clz32(hash.readUInt32BE(0)) >= bits) return String(answer);
  }
}

/** Token and work of the first form of a page that has them. */
export function stampOf(html: string): Stamp | undefined {
  const token = /name="_token" value="([^"]*)"/.exec(html)?.[1];
  if (!token) return undefined;
  const challenge = /data-challenge="([^"]*)"/.exec(html)?.[1];
  const bits = Number(/data-bits="(\d+)"/.exec(html)?.[1] ?? 0);
  return [['_token', token], ...(challenge ? [['_work', solve(challenge, bits)] as Pair] : [])];
}

/** What a page says went wrong, as plain words. */
export const refusalIn = (html: string): string =>
  (/role="alert">([\s\S]*?)<\/div>/.exec(html)?.[1] ?? html.slice(0, 400))
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

/** Ids are random letters, and so may hold any short word. */
const isFor = (address: string, action: string): boolean =>
  `${address}&`.includes(`/${action.replace(/^\?\//, '')}&`) && /[?&]\//.test(address);

export function makeVisitor(site: string, sender: Sender = makeSender(site)): Visitor {
  const cookies = new Map<string, string>();
  const own = (): Record<string, string> =>
    cookies.size > 0 ? { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') } : {};
  const keep = (answer: Answer): Answer => {
    for (const line of answer.headers['set-cookie'] ?? []) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (!name) continue;
      if (!value || /max-age=0|expires=Thu, 01 Jan 1970/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return answer;
  };
  const get: Visitor['get'] = async (path, asked = {}) =>
    keep(await sender.send(path, { ...asked, headers: { ...own(), ...asked.headers } }));
  const post: Visitor['post'] = async (path, pairs, { isJson, isMultipart, headers } = {}) => {
    const { body, type } = isMultipart ? multipart(pairs) : urlEncoded(pairs);
    return keep(
      await sender.send(path, {
        method: 'POST',
        body,
        headers: {
          ...own(),
          'content-type': type,
          origin: site,
          ...(isJson
            ? { accept: 'application/json', 'x-sveltekit-action': 'true' }
            : { accept: 'text/html' }),
          ...headers,
        },
      }),
    );
  };
  return {
    cookies,
    get,
    post,
    fill: async (path, changed, action) => {
      const page = await get(path);
      const form = formsOf(page.text, path).find((one) => !action || isFor(one.action, action));
      if (!form) throw new Error(`${path} (${page.status}) has no form ${action ?? ''}`);
      return post(form.action, stamped(form, page.text, changed), { isMultipart: form.isMultipart });
    },
    stamp: async (path) => {
      const page = await get(path);
      const found = stampOf(page.text);
      if (!found) throw new Error(`${path} (${page.status} ${page.to}) has no form with a token`);
      return found;
    },
    close: () => sender.close(),
  };
}

const stamped = (
  form: SeenForm,
  html: string,
  changed: Record<string, string | string[] | SentFile>,
): Pair[] => [
  ...filled(form, changed).filter(([name]) => name !== '_token' && name !== '_work'),
  ...(stampOf(html) ?? []),
];
