import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Turnstile } from './turnstile.ts';

let turnstile: Turnstile;
let held: ServerResponse[];
const server = createServer((req, res) => {
  if (!turnstile.enter(req, res)) return void res.writeHead(503, { connection: 'close' }).end();
  if (req.url === '/hold') return void held.push(res);
  req.resume().once('end', () => res.writeHead(200, { connection: 'close' }).end('in'));
});
const port = () => (server.address() as AddressInfo).port;

beforeEach(async () => {
  turnstile = new Turnstile(3);
  held = [];
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

const say = (words: string): Socket => {
  const socket = connect(port(), '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(words);
  return socket;
};
const slowly = () => say('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\na');
const wait = async (count: number) => {
  while (turnstile.count < count) await new Promise((done) => setTimeout(done, 5));
};

test('bodies that do not come give way, the oldest first; whoever sends theirs is answered', async () => {
  const slow: Socket[] = [];
  for (const count of [1, 2, 3]) {
    slow.push(slowly());
    await wait(count);
  }
  const gone = once(slow[0]!, 'close');
  const answer = await text(say('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\nab'));
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  await gone;
  expect(slow.map((socket) => socket.destroyed)).toEqual([true, false, false]);
});

test('what is really in work is left alone, and the next is asked to come back', async () => {
  for (const count of [1, 2, 3]) {
    say('GET /hold HTTP/1.1\r\nhost: x\r\n\r\n');
    await wait(count);
  }
  expect(await text(say('GET / HTTP/1.1\r\nhost: x\r\n\r\n'))).toMatch(/^HTTP\/1\.1 503 /);
  expect(held.every((res) => !res.destroyed)).toBe(true);
});
