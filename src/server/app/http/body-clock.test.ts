import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { watchBody } from './body-clock.ts';

/** A hundredth and less of what holds outside: half a second for a body, a quarter without a byte, 1 MB a second. */
const limits = { wholeMs: 500, idleMs: 250, lowestRate: 1024 * 1024, lookEveryMs: 20 };

let server: Server | undefined;
afterEach(() => server?.closeAllConnections());

/** Answers with the length of what it read; under /early before it read anything. */
async function serve(): Promise<number> {
  server = createServer((req, res) => {
    watchBody(req, res, limits);
    if (req.url === '/early') return void res.end('no');
    let length = 0;
    req.on('data', (chunk: Buffer) => (length += chunk.length));
    req.on('end', () => res.end(`read ${length}`));
    req.on('error', () => undefined);
  });
  await new Promise<void>((done) => server!.listen(0, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
}

/** Sends `length` bytes in pieces, with a pause after each; what came back, and after how long the line was cut or done. */
async function send(
  length: number,
  {
    piece,
    pauseMs,
    path = '/',
    upTo = length,
  }: { piece: number; pauseMs: number; path?: string; upTo?: number },
): Promise<{ answer: string; ms: number }> {
  const port = await serve();
  const began = performance.now();
  const socket: Socket = connect(port, '127.0.0.1');
  let answer = '';
  let isOpen = true;
  const over = new Promise<void>((done) => {
    socket.on('data', (chunk) => {
      answer += chunk.toString();
      if (answer.includes('read ')) done();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => ((isOpen = false), done()));
  });
  socket.write(`POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: ${length}\r\n\r\n`);
  for (let sent = 0; isOpen && sent < upTo; sent += piece) {
    socket.write(Buffer.alloc(Math.min(piece, upTo - sent)));
    await pause(pauseMs);
  }
  await over;
  socket.destroy();
  return { answer, ms: performance.now() - began };
}

const megabyte = 1024 * 1024;

describe('a body that comes slowly', () => {
  test('is read when it is a file and its bytes keep coming, though it takes longer than any other may', async () => {
    const { answer, ms } = await send(2 * megabyte, { piece: 128 * 1024, pauseMs: 80 });
    expect(answer).toContain(`read ${2 * megabyte}`);
    expect(ms).toBeGreaterThan(2 * limits.wholeMs);
  });

  test('is cut when it is no file, whatever comes', async () => {
    const { answer, ms } = await send(100_000, { piece: 500, pauseMs: 40 });
    expect(answer).toBe('');
    expect(ms).toBeGreaterThan(limits.wholeMs - 50);
    expect(ms).toBeLessThan(4 * limits.wholeMs);
  });

  test('is cut when nothing comes of a file for a while', async () => {
    const { answer, ms } = await send(40 * megabyte, { piece: 64 * 1024, pauseMs: 10, upTo: 256 * 1024 });
    expect(answer).toBe('');
    expect(ms).toBeLessThan(4 * limits.wholeMs);
  });

  test('is cut when a file trickles, byte by byte', async () => {
    const { answer, ms } = await send(megabyte, { piece: 1, pauseMs: 50 });
    expect(answer).toBe('');
    expect(ms).toBeGreaterThan(limits.wholeMs + 900);
    expect(ms).toBeLessThan(limits.wholeMs + 3000);
  });

  test('is cut soon when it was answered already', async () => {
    const { answer, ms } = await send(40 * megabyte, { piece: 1000, pauseMs: 50, path: '/early' });
    expect(answer).toContain('200 OK');
    expect(ms).toBeLessThan(4 * limits.wholeMs);
  });

  test('and a whole one leaves the line open for the next', async () => {
    const { answer } = await send(1000, { piece: 1000, pauseMs: 0 });
    expect(answer).toContain('read 1000');
  });
});
