import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { broadcast, inTransaction, makeLog, type Ctx } from '#server/kernel';
import { refusal, system, testCtx } from '../../../../tests/support/given.ts';
import type { Carrier, LiveNotice } from './carrier.ts';
import { ownConnection } from './connection.ts';
import { makeDatabaseCarrier } from './database-carrier.ts';
import { makeProcessCarrier } from './process-carrier.ts';
import { makeValkeyCarrier, readValkeyAddress } from './valkey-carrier.ts';
import { startValkey, valkeyProgram, type RunningValkey } from './test-valkey.ts';
import { connectResp, readReplies, type Reply } from './resp.ts';

interface Kind {
  name: string;
  /** Why it can't run here. */
  missing?: string;
  open(ctx: Ctx): Carrier;
  /** Ends the connections of all who listen, as a restart of the other side does; absent: there is none. */
  cut?(ctx: Ctx): Promise<void>;
}

const log = makeLog('silent');
let valkey: RunningValkey;
const noValkey = valkeyProgram ? '' : 'neither valkey-server nor redis-server is on PATH';
/** Faster than in earnest, so that silence is soon noticed. */
const pulse = { everyMs: 100, silenceMs: 1_500 };

const kinds: Kind[] = [
  { name: 'process', open: () => makeProcessCarrier() },
  {
    name: 'database',
    open: (ctx) => makeDatabaseCarrier(() => connectionOf(ctx), log),
    cut: async (ctx) => {
      await sql`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and query = 'listen live'`.execute(ctx.db);
    },
  },
  {
    name: 'valkey',
    missing: noValkey,
    open: () => makeValkeyCarrier(valkey.url, log, pulse),
    cut: () => order('CLIENT', 'KILL', 'TYPE', 'pubsub'),
  },
];

beforeAll(async () => {
  if (valkeyProgram) valkey = await startValkey();
});
afterAll(() => valkey?.stop());

/** One command to Valkey, from somebody who is no part of the site. */
async function order(...words: string[]): Promise<void> {
  const one = connectResp(
    readValkeyAddress(valkey.url),
    undefined,
    () => undefined,
    () => undefined,
  );
  await one.ready;
  one.send(...words);
  await expect.poll(one.waiting).toBe(0);
  one.end();
}

/** Outside the transaction that asks. */
const connectionOf = (ctx: Ctx) => ownConnection(ctx);
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

interface Hearer {
  heard: LiveNotice[];
  missed: number;
}

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

for (const kind of kinds) {
  describe.skipIf(kind.missing)(
    `carrier: ${kind.name}${kind.missing ? ` (skipped: ${kind.missing})` : ''}`,
    () => {
      /** A process: its ctx publishes through a carrier of its own, unless it is given one. */
      const start = async (shared?: Carrier): Promise<{ ctx: Ctx; carrier: Carrier }> => {
        const ctx = system(await testCtx({ commits: true }));
        const carrier = shared ?? kind.open(ctx);
        ctx.app.bus = carrier;
        closing.push(() => carrier.close());
        return { ctx, carrier };
      };
      const listen = async (carrier: Carrier): Promise<Hearer & { stop(): void }> => {
        const hearer: Hearer = { heard: [], missed: 0 };
        const { ready, stop } = carrier.subscribe(
          (notice) => hearer.heard.push(notice),
          () => (hearer.missed += 1),
        );
        await ready;
        return Object.assign(hearer, { stop });
      };
      const tell = (ctx: Ctx, n: unknown): Promise<void> =>
        broadcast(ctx, 'live:s1', { event: 'floor', data: { n } });
      const numbers = (hearer: Hearer): unknown[] =>
        hearer.heard.map(({ data }) => (data as { n: unknown }).n);

      test('is heard after the commit and not a moment before', async () => {
        const { ctx, carrier } = await start();
        const hearer = await listen(carrier);
        await inTransaction(ctx, async (inner) => {
          await tell(inner, 1);
          await pause(80);
          expect(hearer.heard).toEqual([]);
        });
        await expect
          .poll(() => hearer.heard)
          .toEqual([{ channel: 'live:s1', event: 'floor', data: { n: 1 } }]);
        await tell(ctx, 'outside of one');
        await expect.poll(() => numbers(hearer)).toEqual([1, 'outside of one']);
      });

      test('of what is rolled back nothing is heard, were it only a part', async () => {
        const { ctx, carrier } = await start();
        const hearer = await listen(carrier);
        const broken = inTransaction(ctx, async (inner) => {
          await tell(inner, 'never');
          throw new Error('no');
        });
        await expect(broken).rejects.toThrow('no');
        await inTransaction(ctx, async (outer) => {
          await tell(outer, 1);
          const part = inTransaction(outer, async (inner) => {
            await tell(inner, 'never this');
            throw new Error('no');
          });
          await expect(part).rejects.toThrow('no');
          await inTransaction(outer, (inner) => tell(inner, 2));
        });
        await tell(ctx, 3);
        await expect.poll(() => numbers(hearer)).toEqual([1, 2, 3]);
      });

      test('what is told one after another is heard in that order', async () => {
        const { ctx, carrier } = await start();
        const hearer = await listen(carrier);
        for (let n = 0; n < 60; n += 1) await inTransaction(ctx, (inner) => tell(inner, n));
        const wanted = Array.from({ length: 60 }, (_, n) => n);
        await expect.poll(() => numbers(hearer).length).toBe(60);
        expect(numbers(hearer)).toEqual(wanted);
      });

      test('a frame of 7,000 bytes passes as it is, a longer one is refused where it is told', async () => {
        const { ctx, carrier } = await start();
        const hearer = await listen(carrier);
        const most = 'ў'.repeat(3_500);
        await tell(ctx, most);
        expect(await refusal(tell(ctx, 'ў'.repeat(4_000)))).toBe('invalid kernel.frame_too_long');
        await tell(ctx, 'a "quoted"\r\nline');
        await expect.poll(() => numbers(hearer)).toEqual([most, 'a "quoted"\r\nline']);
      });

      test('two who subscribe both hear, and who has stopped hears no more', async () => {
        const { ctx, carrier } = await start();
        const one = await listen(carrier);
        // Another process, where the carrier leaves this one.
        const other = kind.cut ? (await start()).carrier : carrier;
        const two = await listen(other);
        await tell(ctx, 1);
        await expect.poll(() => [numbers(one), numbers(two)]).toEqual([[1], [1]]);
        one.stop();
        await tell(ctx, 2);
        await expect.poll(() => numbers(two)).toEqual([1, 2]);
        expect(numbers(one)).toEqual([1]);
        await other.close();
        await tell(ctx, 3);
        await pause(100);
        expect(numbers(two)).toEqual([1, 2]);
      });

      // A carrier inside one process has no connection to lose.
      const { cut } = kind;
      if (cut)
        test('after a lost connection it says that something was missed, and hears again', async () => {
          const { ctx, carrier } = await start();
          const hearer = await listen(carrier);
          await tell(ctx, 1);
          await expect.poll(() => numbers(hearer)).toEqual([1]);
          await cut(ctx);
          await expect.poll(() => hearer.missed, { timeout: 10_000 }).toBeGreaterThan(0);
          await tell(ctx, 2);
          await expect.poll(() => numbers(hearer)).toEqual([1, 2]);
        });
    },
  );
}

describe.skipIf(noValkey)(`what only Valkey can lose${noValkey ? ` (skipped: ${noValkey})` : ''}`, () => {
  const start = async (): Promise<{ ctx: Ctx; carrier: Carrier; missed(): number; heard: LiveNotice[] }> => {
    const ctx = system(await testCtx({ commits: true }));
    const carrier = makeValkeyCarrier(valkey.url, log, pulse);
    ctx.app.bus = carrier;
    closing.push(() => carrier.close());
    let missed = 0;
    const heard: LiveNotice[] = [];
    await carrier.subscribe(
      (notice) => heard.push(notice),
      () => (missed += 1),
    ).ready;
    return { ctx, carrier, missed: () => missed, heard };
  };

  test('a process that falls silent may have died between a commit and its frame: all others read again', async () => {
    const { missed } = await start();
    await order('PUBLISH', 'test:live', 'here somebody');
    await expect.poll(missed, { timeout: 10_000 }).toBe(1);
  });

  test('a process that says goodbye leaves nobody in doubt', async () => {
    const { missed, heard, ctx } = await start();
    const other = await start();
    await broadcast(other.ctx, 'live:s1', { event: 'floor', data: {} });
    await expect.poll(() => heard.length).toBe(1);
    await other.carrier.close();
    await pause(2 * pulse.silenceMs);
    await broadcast(ctx, 'live:s1', { event: 'floor', data: {} });
    await expect.poll(() => heard.length).toBe(2);
    expect(missed()).toBe(0);
  });

  test('what is told while Valkey is away is not heard, and everybody is told so when it is back', async () => {
    const { ctx, missed, heard } = await start();
    const other = await start();
    await valkey.restart();
    await broadcast(ctx, 'live:s1', { event: 'floor', data: {} });
    await expect.poll(missed, { timeout: 10_000 }).toBeGreaterThan(0);
    await expect.poll(other.missed, { timeout: 10_000 }).toBeGreaterThan(0);
    await expect
      .poll(
        async () => {
          await broadcast(ctx, 'live:s1', { event: 'hands', data: {} });
          return [heard.at(-1)?.event, other.heard.at(-1)?.event];
        },
        { timeout: 10_000 },
      )
      .toEqual(['hands', 'hands']);
  });

  test('a command line hears nothing, and what it tells arrives though it ends at once', async () => {
    const { heard } = await start();
    const ctx = system(await testCtx({ commits: true }));
    const brief = makeValkeyCarrier(valkey.url, log, pulse);
    ctx.app.bus = brief;
    await inTransaction(ctx, (inner) => broadcast(inner, 'live:s1', { event: 'release', data: {} }));
    await brief.close();
    await expect.poll(() => heard.map(({ event }) => event)).toEqual(['release']);
  });

  test('a wrong password keeps nobody from starting', async () => {
    const ctx = system(await testCtx({ commits: true }));
    const carrier = makeValkeyCarrier(valkey.url.replace('let', 'bet'), log, pulse);
    ctx.app.bus = carrier;
    closing.push(() => carrier.close());
    const heard: LiveNotice[] = [];
    await carrier.subscribe(
      (notice) => heard.push(notice),
      () => undefined,
    ).ready;
    await broadcast(ctx, 'live:s1', { event: 'floor', data: {} });
    expect(heard).toEqual([]);
  });
});

test('answers of Valkey are read in whatever pieces they come', () => {
  const bytes = Buffer.from(
    '+PONG\r\n*3\r\n$7\r\nmessage\r\n$1\r\nt\r\n$6\r\nў\r\nб\r\n:12\r\n$-1\r\n-NOAUTH no\r\n',
  );
  const wanted: Reply[] = ['PONG', ['message', 't', 'ў\r\nб'], 12, null, new Error('NOAUTH no')];
  for (const size of [1, 2, 3, 7, bytes.length]) {
    const replies: Reply[] = [];
    const read = readReplies((reply) => replies.push(reply));
    for (let at = 0; at < bytes.length; at += size) read(bytes.subarray(at, at + size));
    expect(replies).toEqual(wanted);
  }
});
