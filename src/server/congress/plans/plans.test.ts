import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import ICAL from 'ical.js';
import * as accounts from '#server/accounts';
import * as congress from '#server/congress';
import * as themes from '#server/themes';
import { Refusal, sha256, type Ctx } from '#server/kernel';
import { guest, system, testCtx } from '../../../../tests/support/given.ts';
import { writeXml } from '../test-programme.ts';
import { forgetPlans } from './plans.ts';

const modules = [themes.module, accounts.module, congress.module];
const file = [
  { id: '1', title: 'First', start: '13:00', duration: '01:00' },
  { id: '2', title: 'Second', start: '13:30', duration: '01:00', room: 'Attic' },
  { id: '3', title: 'Third', start: '14:33', room: 'Hall' },
];

async function given(): Promise<{ ctx: Ctx; outside: Ctx; event: string; ids: Record<string, string> }> {
  const ctx = system(await testCtx({ modules }));
  const { event } = await congress.importProgramme(ctx, {
    event: 'small',
    create: true,
    name: 'small.xml',
    bytes: writeXml(file),
  });
  await congress.releaseProgramme(ctx, event, 'one');
  return { ctx, outside: guest(ctx), event, ids: await idsOf(ctx) };
}
const idsOf = async (ctx: Ctx): Promise<Record<string, string>> =>
  Object.fromEntries(
    (await congress.getDesk(ctx, 'small')).sessions.map((one) => [Object.values(one.title)[0]!, one.id]),
  );
const refusal = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'no refusal',
    (error: unknown) => (error instanceof Refusal ? `${error.kind} ${error.code}` : String(error)),
  );
const titles = async (ctx: Ctx, secret: string): Promise<string[]> =>
  (await congress.getPlan(ctx, secret)).sessions.map((one) => one.title);

describe('a private link', () => {
  test('holds what was put in and gives it to whoever knows the secret, and to nobody else', async () => {
    const { ctx, outside, ids } = await given();
    const secret = await congress.createPlan(outside, 'small', [ids.First!, ids.Third!]);
    expect(Buffer.from(secret, 'base64url').length * 8).toBeGreaterThanOrEqual(128);
    expect(await titles(outside, secret)).toEqual(['First', 'Third']);
    const stored = await ctx.db.selectFrom('congress.plan').selectAll().execute();
    expect(stored).toHaveLength(1);
    expect(stored[0]!.secret_hash.equals(sha256(secret))).toBe(true);
    expect(JSON.stringify(stored)).not.toContain(secret);
    // Staff have no way to it either: a system actor needs the secret like everybody.
    for (const wrong of [
      '',
      'x',
      stored[0]!.id,
      'A'.repeat(43),
      `${secret} `,
      `${secret}\u0000`,
      '🙂'.repeat(43),
    ])
      for (const who of [outside, ctx])
        expect(await refusal(congress.getPlan(who, wrong))).toBe('not_found visit.no_such_plan');
  });

  test('never says whether a session that is not public exists', async () => {
    const { ctx, outside, event, ids } = await given();
    const hidden = await congress.createSession(
      ctx,
      event,
      congress.sessionInput.parse({ kind: 'speech', title: { be: 'Нябачнае' }, minutes: '30' }),
    );
    const secret = await congress.createPlan(outside, 'small', [String(hidden), ids.First!, 'nonsense']);
    await congress.addToPlan(outside, secret, [String(hidden), 'other-nonsense']);
    const view = await congress.getPlan(outside, secret);
    expect(view.ids).toEqual([ids.First]);
    expect([view.gone, view.timeless]).toEqual([0, []]);
    expect(JSON.stringify(view)).not.toContain('Нябачнае');
  });

  test('takes no more than 500 sessions, counts an id once, and bears 10,000 of them', async () => {
    const { ctx, outside, event, ids } = await given();
    const flood = Array.from({ length: 10_000 }, (_, index) => `nonsense${index}`);
    const secret = await congress.createPlan(outside, 'small', [...flood, ids.First!, ids.First!]);
    expect((await congress.getPlan(outside, secret)).ids).toEqual([ids.First]);
    await congress.chooseInPlan(outside, secret, flood, []);
    expect((await congress.getPlan(outside, secret)).ids).toEqual([ids.First]);
    // The limit itself, with 499 sessions of long ago that somebody's link still holds.
    await sql`insert into congress.session (id, event_id, kind, title, minutes)
      select 'old' || n, ${event}, 'speech', '{}', 30 from generate_series(1, 499) n`.execute(ctx.db);
    await sql`insert into congress.plan_session (plan_id, session_id)
      select id, 'old' || n from congress.plan, generate_series(1, 499) n`.execute(ctx.db);
    expect(await refusal(congress.addToPlan(outside, secret, [ids.Second!, ids.Third!]))).toBe(
      'too_many visit.plan_full',
    );
    expect((await congress.getPlan(outside, secret)).ids).toEqual([ids.First]);
  });

  test('changes by choosing, adding, taking out and emptying, and ends for good', async () => {
    const { outside, ids } = await given();
    const { First, Second, Third } = ids as { First: string; Second: string; Third: string };
    const secret = await congress.createPlan(outside, 'small', [First]);
    await congress.addToPlan(outside, secret, [Second]);
    expect(await titles(outside, secret)).toEqual(['First', 'Second']);
    // Only what was shown is taken out: First was not on the page.
    await congress.chooseInPlan(outside, secret, [Second, Third], [Third]);
    expect(await titles(outside, secret)).toEqual(['First', 'Third']);
    await congress.removeFromPlan(outside, secret, [Third, 'never there']);
    expect(await titles(outside, secret)).toEqual(['First']);
    await congress.emptyPlan(outside, secret);
    expect(await titles(outside, secret)).toEqual([]);
    await congress.removePlan(outside, secret);
    for (const work of [
      () => congress.getPlan(outside, secret),
      () => congress.addToPlan(outside, secret, [First]),
      () => congress.emptyPlan(outside, secret),
      () => congress.removePlan(outside, secret),
      () => congress.exportPlan(outside, secret, 'https://veche.example'),
    ])
      expect(await refusal(work())).toBe('not_found visit.no_such_plan');
  });

  test('keeps no moment: plans of one event are forgotten on the same day, whenever they were made', async () => {
    const { ctx, outside } = await given();
    const secret = await congress.createPlan(outside, 'small', []);
    await congress.createPlan({ ...outside, now: () => new Date('2026-10-03T05:00:00Z') }, 'small', []);
    const days = await ctx.db.selectFrom('congress.plan').select('day').execute();
    // One event, 30 days after its end; close to it the first of a month, never the day it was made.
    expect(days.every(({ day }) => day >= '2026-12-01' && day <= '2026-12-01')).toBe(true);
    await forgetPlans({ ...ctx, now: () => new Date('2026-12-01T23:00:00Z') });
    expect(await titles(outside, secret)).toEqual([]);
    await forgetPlans({ ...ctx, now: () => new Date('2026-12-02T03:50:00Z') });
    expect(await refusal(congress.getPlan(outside, secret))).toBe('not_found visit.no_such_plan');
  });

  test('is a calendar with the same UIDs as the programme’s, and a cancelled session stays, marked', async () => {
    const { ctx, outside, event, ids } = await given();
    const secret = await congress.createPlan(outside, 'small', [ids.First!, ids.Second!]);
    const whole = (await congress.exportProgramme(outside, 'small', 'ics')).bytes.toString();
    const uids = (text: string): string[] =>
      new ICAL.Component(ICAL.parse(text))
        .getAllSubcomponents('vevent')
        .map((one) => String(one.getFirstPropertyValue('uid')));
    const own = await congress.exportPlan(outside, secret, 'https://veche.example');
    expect(uids(own.bytes.toString())).toHaveLength(2);
    expect(uids(whole)).toEqual(expect.arrayContaining(uids(own.bytes.toString())));
    expect(own.bytes.toString()).not.toContain(secret);
    await ctx.db
      .updateTable('congress.session')
      .set({ status: 'cancelled' })
      .where('id', '=', ids.Second!)
      .execute();
    await ctx.db
      .updateTable('congress.session')
      .set({ status: 'deleted' })
      .where('id', '=', ids.First!)
      .execute();
    await congress.releaseProgramme(ctx, event, 'two');
    const after = new ICAL.Component(
      ICAL.parse((await congress.exportPlan(outside, secret, '')).bytes.toString()),
    ).getAllSubcomponents('vevent');
    expect(after.map((one) => one.getFirstPropertyValue('status'))).toEqual(['CANCELLED']);
    expect((await congress.getPlan(outside, secret)).gone).toBe(1);
  });

  test('is of one event: a session of another can’t get in', async () => {
    const { ctx, outside } = await given();
    const { event } = await congress.importProgramme(ctx, {
      event: 'other',
      create: true,
      name: 'other.xml',
      bytes: writeXml([{ id: '9', title: 'Elsewhere', start: '10:00' }]),
    });
    await congress.releaseProgramme(ctx, event, 'one');
    const foreign = (await congress.getDesk(ctx, 'other')).sessions[0]!.id;
    const secret = await congress.createPlan(outside, 'small', [foreign]);
    await congress.addToPlan(outside, secret, [foreign]);
    expect((await congress.getPlan(outside, secret)).ids).toEqual([]);
  });

  test('reckons with the minutes from room to room that the organisers say', async () => {
    const { ctx, outside, event } = await given();
    const secret = await congress.createPlan(outside, 'small', []);
    expect((await congress.getPlan(outside, secret)).walk).toBe(5);
    const input = {
      slug: 'small',
      kind: 'congress',
      title: { en: 'Small' },
      zone: 'Europe/Vilnius',
      startsOn: '2026-10-31',
      days: '2',
    };
    await congress.changeEvent(
      ctx,
      event,
      congress.eventInput.parse({ ...input, status: 'published', walk: '12' }),
    );
    const device = await congress.exportForDevices(outside, 'small');
    expect(JSON.parse(device.bytes.toString())).toMatchObject({
      walk: 12,
      sessions: [{ title: 'First' }, {}, {}],
    });
    // A form that says nothing of it leaves it.
    await congress.changeEvent(ctx, event, congress.eventInput.parse({ ...input, status: 'published' }));
    expect((await congress.getPlan(outside, secret)).walk).toBe(12);
    expect(congress.eventInput.safeParse({ ...input, walk: '121' }).success).toBe(false);
  });

  test('is not made for an event that is not public', async () => {
    const ctx = system(await testCtx({ modules }));
    await congress.importProgramme(ctx, {
      event: 'small',
      create: true,
      name: 'a.xml',
      bytes: writeXml(file),
    });
    expect(await refusal(congress.createPlan(guest(ctx), 'small', []))).toBe(
      'not_found congress.no_such_event',
    );
  });
});
