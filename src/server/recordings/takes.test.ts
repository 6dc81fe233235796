import { expect, test } from 'vitest';
import * as congress from '#server/congress';
import * as live from '#server/live';
import { openTestDatabase, system, waitingJobs } from '../../../tests/support/given.ts';
import { withSession } from '../live/test-session.ts';
import {
  claimTake,
  closeTakeOf,
  findTake,
  keepFromNow,
  refuseToKeep,
  releaseLease,
  renewLease,
  wantTake,
} from './takes.ts';

const room = async (): Promise<number> => 1e12;
const none = async (): Promise<number> => 1e6;

test('a session that is live is kept, once, until it is over; then its recording is made', async () => {
  const { ctx, id, host } = await withSession();
  const staff = system(ctx);
  expect(await findTake(ctx, id)).toBeUndefined();
  await live.goLive(host, id);
  await keepFromNow(staff, id, room);
  await keepFromNow(staff, id, room);
  const take = await findTake(ctx, id);
  expect(take).toMatchObject({ isKept: true, state: 'on', epoch: 0, startedAt: ctx.now() });
  await live.endSession(host, id);
  await closeTakeOf(staff, id);
  await closeTakeOf(staff, id);
  expect(await findTake(ctx, id)).toMatchObject({ id: take!.id, state: 'over' });
  const jobs = (await waitingJobs(ctx)).filter((job) => job.task === 'recordings:finish');
  expect(jobs.map((job) => job.payload)).toEqual([{ takeId: take!.id }]);
});

test('a session whose organisers want no recording is not kept', async () => {
  const { ctx, id, host, event } = await withSession();
  const staff = system(ctx);
  await staff.db.updateTable('congress.session').set({ record: false }).where('id', '=', id).execute();
  await congress.releaseProgramme(staff, event, 'two');
  await live.goLive(host, id);
  await keepFromNow(staff, id, room);
  expect(await findTake(ctx, id)).toBeUndefined();
});

test('the demo is kept only when it says so', async () => {
  const { ctx, id, host } = await withSession();
  const staff = system(ctx);
  const say = (value: object) =>
    staff.db
      .insertInto('kernel.setting')
      .values({ key: 'demo.live_session', value: JSON.stringify(value) })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: JSON.stringify(value) }))
      .execute();
  await live.goLive(host, id);
  await say({ sessionId: id });
  await keepFromNow(staff, id, room);
  expect(await findTake(ctx, id)).toBeUndefined();
  await say({ sessionId: id, isKept: true });
  await keepFromNow(staff, id, room);
  expect(await findTake(ctx, id)).toMatchObject({ isKept: true });
});

test('with a full disk nothing is kept, and it says so in a word', async () => {
  const { ctx, id, host } = await withSession();
  await live.goLive(host, id);
  await keepFromNow(system(ctx), id, none);
  expect(await findTake(ctx, id)).toMatchObject({ isKept: false, state: 'on', fault: 'disk_full' });
});

test('a disk that fills ends what was kept, which is finished, and goes on without keeping', async () => {
  const { ctx, id, host } = await withSession();
  const staff = system(ctx);
  await live.goLive(host, id);
  await keepFromNow(staff, id, room);
  const first = (await findTake(ctx, id))!;
  expect(await claimTake(staff, first.id, 'one')).toBe(1);
  const row = await staff.db.selectFrom('recordings.take').selectAll().executeTakeFirstOrThrow();
  await refuseToKeep(staff, row);
  const now = await findTake(ctx, id);
  expect(now).toMatchObject({ isKept: false, state: 'on', fault: 'disk_full' });
  expect(now!.id).not.toBe(first.id);
  expect((await waitingJobs(ctx)).filter((job) => job.task === 'recordings:finish')).toHaveLength(1);
});

test('nobody is served where no engine is, or before and after a session', async () => {
  const { ctx, id, host } = await withSession();
  expect(await wantTake(ctx, id)).toBeUndefined();
  await live.goLive(host, id);
  expect(await wantTake(ctx, id)).toBeUndefined();
  expect(await findTake(ctx, id)).toBeUndefined();
});

test('of many that want a bot at once one gets it, and another only when it is let go', async () => {
  const { ctx, id, host } = await withSession({ commits: true });
  const { db } = await openTestDatabase();
  const staff = { ...system(ctx), db };
  await live.goLive(host, id);
  await keepFromNow(staff, id, room);
  const take = (await findTake(ctx, id))!;
  const runners = Array.from({ length: 8 }, (_, n) => `runner-${n}`);
  const claims = await Promise.all(runners.map((runner) => claimTake(staff, take.id, runner)));
  expect(claims.filter((epoch) => epoch !== undefined)).toEqual([1]);
  const mine = runners[claims.indexOf(1)]!;
  const other = runners.find((runner) => runner !== mine)!;
  expect(await renewLease(staff, take.id, other)).toBe(false);
  expect(await renewLease(staff, take.id, mine)).toBe(true);
  // Its own bot died: the next one writes into another folder.
  expect(await claimTake(staff, take.id, mine)).toBe(2);
  const past = new Date(Date.now() - 1000);
  const runsOut = (): Promise<unknown> =>
    db.updateTable('recordings.take').set({ lease_until: past }).where('id', '=', take.id).execute();
  await runsOut();
  expect(await renewLease(staff, take.id, mine)).toBe(true);
  expect(await claimTake(staff, take.id, other)).toBeUndefined();
  await runsOut();
  expect(await claimTake(staff, take.id, other)).toBe(3);
  expect(await renewLease(staff, take.id, mine)).toBe(false);
  await releaseLease(staff, take.id, mine);
  expect(await claimTake(staff, take.id, mine)).toBeUndefined();
  await releaseLease(staff, take.id, other);
  expect(await claimTake(staff, take.id, mine)).toBe(4);
});
