import { sql } from 'kysely';
import { afterEach, describe, expect, test } from 'vitest';
import { broadcast, inTransaction, makeLog, type Ctx } from '#server/kernel';
import { refusal, system, testCtx } from '../../../../tests/support/given.ts';
import type { Carrier, LiveNotice } from './carrier.ts';
import { ownConnection } from './connection.ts';
import { makeDatabaseCarrier } from './database-carrier.ts';
import { makeProcessCarrier } from './process-carrier.ts';

interface Kind {
  name: string;
  /** Why it can't run here. */
  missing?: string;
  open(ctx: Ctx): Carrier;
  /** Ends the connections of all who listen, as a restart of the other side does; absent: there is none. */
  cut?(ctx: Ctx): Promise<void>;
}

const log = makeLog('silent');
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
];

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

      test.skipIf(!kind.cut)(
        'after a lost connection it says that something was missed, and hears again',
        async () => {
          const { ctx, carrier } = await start();
          const hearer = await listen(carrier);
          await tell(ctx, 1);
          await expect.poll(() => numbers(hearer)).toEqual([1]);
          await kind.cut!(ctx);
          await expect.poll(() => hearer.missed, { timeout: 10_000 }).toBeGreaterThan(0);
          await tell(ctx, 2);
          await expect.poll(() => numbers(hearer)).toEqual([1, 2]);
        },
      );
    },
  );
}
