import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { Line } from '../captions/lines.ts';
import { makeHub, type Hub, type HubLimits } from './hub.ts';

let hub: Hub;
let server: Server;
let url: string;
let state: object | undefined;
let floor: object | undefined;
let loads: number;
let table: Line[];
let isAway: boolean;

const line = (seq: number, text = `line ${seq}`): Line => ({ seq, kind: 'caption', lang: 'be', text });

async function serve(limits: Partial<HubLimits> = {}): Promise<void> {
  state = { state: 'live', band: 0 };
  floor = undefined;
  loads = 0;
  table = [];
  isAway = false;
  hub = makeHub(
    {
      parts: ['state', 'floor'],
      passed: ['hands'],
      part: async (name) => (name === 'floor' ? floor : (loads++, state)),
      linesAfter: async (_id, seq) => {
        if (isAway) throw new Error('away');
        return table.filter((one) => one.seq > seq);
      },
      failed: () => undefined,
    },
    limits,
  );
  server = createServer((req, res) => hub.serve(req, res, 's1'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}
afterEach(async () => {
  hub.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const open = (headers: Record<string, string> = {}): Promise<{ res: IncomingMessage; text: () => string }> =>
  new Promise((resolve, reject) => {
    get(url, { headers, agent: false }, (res) => {
      let text = '';
      res.on('data', (part: Buffer) => (text += part.toString()));
      res.on('error', () => undefined);
      resolve({ res, text: () => text });
    }).on('error', reject);
  });

describe('streams of events', () => {
  test('a listener gets the state at once, then what is new, four frames a second at most', async () => {
    await serve({ pauseMs: 200 });
    const one = await open();
    expect(one.res.headers['content-type']).toContain('text/event-stream');
    await expect.poll(one.text).toContain('event: state\ndata: {"state":"live","band":0}');
    for (let seq = 1; seq <= 50; seq++) hub.tell('s1', 'line', line(seq));
    await expect.poll(one.text).toContain('id: 50\n');
    state = { state: 'live', band: 10 };
    const before = loads;
    for (let i = 0; i < 20; i++) hub.tell('s1', 'state', {});
    await expect.poll(one.text).toContain('"band":10');
    expect(loads - before).toBeLessThanOrEqual(2);
    // The same state is not sent twice.
    const length = one.text().length;
    hub.tell('s1', 'state', {});
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(one.text().length).toBe(length);
  });

  test('each part is read and sent again by itself; what is only passed on reaches who is there', async () => {
    await serve({ pauseMs: 20 });
    floor = { has: 'Busel' };
    const one = await open();
    await expect.poll(one.text).toContain('event: floor\ndata: {"has":"Busel"}');
    const before = loads;
    floor = { has: 'Zubr' };
    hub.tell('s1', 'floor', {});
    hub.tell('s1', 'hands', { band: 10 });
    await expect.poll(one.text).toContain('event: floor\ndata: {"has":"Zubr"}');
    await expect.poll(one.text).toContain('event: hands\ndata: {"band":10}');
    expect(loads).toBe(before);
    expect(one.text().split('event: state')).toHaveLength(2);
    const two = await open();
    await expect.poll(two.text).toContain('"Zubr"');
    expect(two.text()).not.toContain('event: hands');
  });

  test('a newcomer is told nothing that is known to be old, and everything once it was read', async () => {
    await serve({ pauseMs: 300 });
    floor = { has: 'Busel' };
    const one = await open();
    await expect.poll(one.text).toContain('{"has":"Busel"}');
    floor = { has: 'Zubr' };
    hub.tell('s1', 'floor', {});
    const two = await open();
    await expect.poll(two.text).toContain('{"has":"Zubr"}');
    expect(two.text()).not.toContain('Busel');
    // Told, and the same as before: who came meanwhile has not had it.
    hub.tell('s1', 'floor', {});
    const three = await open();
    await expect.poll(three.text).toContain('{"has":"Zubr"}');
  });

  test('who comes back with Last-Event-ID gets what was missed', async () => {
    await serve();
    table = [line(1), line(2), line(3)];
    const one = await open({ 'last-event-id': '1' });
    await expect.poll(one.text).toContain('id: 3\n');
    expect(one.text()).not.toContain('id: 1\n');
  });

  test('after a lost database connection the missed lines come from the table', async () => {
    await serve({ pauseMs: 20 });
    const one = await open();
    hub.tell('s1', 'line', line(5));
    await expect.poll(one.text).toContain('id: 5\n');
    table = [line(5), line(6), line(7)];
    state = { state: 'over' };
    hub.resync();
    await expect.poll(one.text).toContain('id: 7\n');
    expect(one.text()).toContain('"over"');
    expect(one.text().split('id: 5\n')).toHaveLength(2);
  });

  test('while the database is away streams stay, and get what was missed when it answers again', async () => {
    await serve({ pauseMs: 20 });
    const one = await open();
    hub.tell('s1', 'line', line(5));
    await expect.poll(one.text).toContain('id: 5\n');
    isAway = true;
    table = [line(6), line(7)];
    hub.resync();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect([one.text().includes('id: 6\n'), hub.count('s1')]).toEqual([false, 1]);
    isAway = false;
    await expect.poll(one.text).toContain('id: 7\n');
    expect(one.text().split('id: 6\n')).toHaveLength(2);
  });

  test('no such session: 404, and nothing stays behind; too many: 503 with a time to come back', async () => {
    await serve({ most: 2 });
    state = undefined;
    expect((await open()).res.statusCode).toBe(404);
    await expect.poll(() => hub.count()).toBe(0);
    state = { state: 'live' };
    const [one, two, three] = [await open(), await open(), await open()];
    expect([one!.res.statusCode, two!.res.statusCode, three!.res.statusCode]).toEqual([200, 200, 503]);
    expect(three!.res.headers['retry-after']).toBe('10');
    one!.res.destroy();
    await expect.poll(() => hub.count()).toBe(1);
    expect((await open()).res.statusCode).toBe(200);
  });

  test('a reader that does not read is dropped, the others get everything', async () => {
    await serve({ pauseMs: 1 });
    const good = await open();
    const stalled = await open();
    stalled.res.pause();
    await expect.poll(() => hub.count('s1')).toBe(2);
    // Enough to fill the kernel's buffers of both ends as well.
    for (let seq = 1; seq <= 400; seq++) {
      hub.tell('s1', 'line', line(seq, 'x'.repeat(60_000)));
      if (seq % 4 === 0) await new Promise((resolve) => setTimeout(resolve, 4));
    }
    await expect.poll(() => hub.count('s1'), { timeout: 5000 }).toBe(1);
    await expect.poll(good.text, { timeout: 5000 }).toContain('id: 400\n');
  });

  test('at the end everybody hears goodbye and nobody new comes in', async () => {
    await serve();
    const one = await open();
    await expect.poll(one.text).toContain('event: state');
    hub.drain();
    await once(one.res, 'end');
    expect(one.text()).toContain('event: bye');
    expect((await open()).res.statusCode).toBe(503);
  });
});
