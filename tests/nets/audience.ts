import { request } from 'node:http';
import { SignalResponse } from '@livekit/protocol';
import type { RunningSite } from '../support/site.ts';
import { must } from './cast.ts';
import { makeVisitor, type Visitor } from './visitor.ts';

/** Somebody at a session without a browser: pages, the session's stream, and signalling at the engine as far as it goes without media. */
export interface Somebody {
  visitor: Visitor;
  /** All that came to them: pages by `read`, the stream, the engine's messages. */
  wire: Buffer[];
  /** Identities in the tickets they were given. */
  own: string[];
  /** What the engine said to them. */
  heard: SignalResponse[];
  /** Opens a page and keeps what came. */
  read(path: string): Promise<string>;
  /** Follows a session's stream; resolves with its first bytes. */
  follow(session: string): Promise<void>;
  /** Asks for a way in, as the page's script does, and comes in; resolves with the engine's first message. */
  comeIn(path: string, body?: object): Promise<void>;
  close(): void;
}

export const cookieOf = ({ cookies }: Visitor): string =>
  [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');

/** Whose ticket it is, to the engine. */
export const subjectOf = (token: string): string =>
  (JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as { sub: string }).sub;

export function comeTo(site: RunningSite): Somebody {
  const visitor = makeVisitor(site.url);
  const ends = [(): void => visitor.close()];
  const one: Omit<Somebody, 'read' | 'follow' | 'comeIn' | 'close'> = {
    visitor,
    wire: [],
    own: [],
    heard: [],
  };
  const headers = (): Record<string, string> => ({ cookie: cookieOf(visitor), origin: site.url });
  return {
    ...one,
    read: async (path) => {
      const { text, status } = await visitor.get(path);
      if (status !== 200) throw new Error(`${path}: ${status}`);
      one.wire.push(Buffer.from(text));
      return text;
    },
    follow: (session) =>
      new Promise((done, failed) => {
        const asked = request(`${site.url}/live/${session}/events`, { headers: headers(), agent: false });
        asked.once('error', failed);
        asked.once('response', (answer) => {
          answer.on('error', () => undefined);
          answer.on('data', (chunk: Buffer) => {
            one.wire.push(chunk);
            done();
          });
        });
        ends.push(() => asked.destroy());
        asked.end();
      }),
    comeIn: async (path, body) => {
      const answer = await fetch(site.url + path, {
        method: 'POST',
        headers: { ...headers(), ...(body && { 'content-type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
      });
      const said = await answer.text();
      one.wire.push(Buffer.from(said));
      const token = must(
        (JSON.parse(said) as { token?: string }).token,
        `a ticket of ${path} (${answer.status})`,
      );
      one.own.push(subjectOf(token));
      const socket = new WebSocket(
        `${site.url.replace('http', 'ws')}/engine/rtc?access_token=${token}&protocol=15&auto_subscribe=0`,
      );
      socket.binaryType = 'arraybuffer';
      ends.push(() => socket.close());
      await new Promise<void>((done, failed) => {
        socket.addEventListener('error', () => failed(new Error(`the engine refused (${path})`)));
        socket.addEventListener('message', ({ data }) => {
          const bytes = Buffer.from(data as ArrayBuffer);
          one.wire.push(bytes);
          one.heard.push(SignalResponse.fromBinary(bytes));
          done();
        });
      });
    },
    close: () => ends.forEach((end) => end()),
  };
}

/** Does `work` for each, few at a time, as people come. */
export async function forEach<T>(
  list: readonly T[],
  work: (one: T, index: number) => Promise<unknown>,
): Promise<void> {
  const waiting = [...list.entries()];
  await Promise.all(
    Array.from({ length: 3 }, async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) await work(next[1], next[0]);
    }),
  );
}
