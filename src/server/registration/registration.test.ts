import { describe, expect, test } from 'vitest';
import * as accounts from '#server/accounts';
import * as congress from '#server/congress';
import { Refusal, type Ctx } from '#server/kernel';
import * as registration from '#server/registration';
import { guest, system, testCtx } from '../../../tests/support/given.ts';
import { hashCode, makeCode, readCode } from './code.ts';

interface Given {
  ctx: Ctx;
  event: string;
  section: string;
  staff: Ctx;
  /** Two sessions: one is on at the tests' moment, one is over. */
  sessions: [string, string];
}

/** A released event of one day, on now, with one section. */
async function withEvent(given: { commits?: boolean; now?: Date } = {}): Promise<Given> {
  const ctx = await testCtx({ modules: [accounts.module, congress.module, registration.module], ...given });
  const staff = system(ctx);
  const event = await congress.createEvent(
    staff,
    congress.eventInput.parse({
      slug: 'small',
      kind: 'congress',
      status: 'published',
      title: { en: 'Small' },
      zone: 'Europe/Vilnius',
      startsOn: '2026-10-31',
      days: 1,
    }),
  );
  const section = await congress.createSection(
    staff,
    event,
    congress.sectionInput.parse({ slug: 'weaving', title: { en: 'Weaving' } }),
  );
  const session = (title: string, startsAt: string) =>
    congress.createSession(
      staff,
      event,
      congress.sessionInput.parse({ kind: 'speech', title: { en: title }, section, startsAt, minutes: 60 }),
    );
  const sessions: [string, string] = [
    await session('Looms', '2026-10-31T12:30'),
    await session('Threads', '2026-10-31T09:00'),
  ];
  await congress.releaseProgramme(staff, event, 'one');
  return { ctx: guest(ctx), event, section, staff, sessions };
}

const settings = (given: Partial<registration.SettingsInput>): registration.SettingsInput =>
  registration.settingsInput.parse({ mode: 'open', waiting: 'true', ...given });

/** Opens the form and sends it. */
async function come(
  { ctx, event }: Pick<Given, 'ctx' | 'event'>,
  input: Partial<Parameters<typeof registration.register>[2]> = {},
): Promise<registration.Registered> {
  const box = registration.makeBox(ctx, event);
  return registration.register(ctx, 'small', { box, answers: {}, ...input });
}

async function refusal(work: Promise<unknown>): Promise<string> {
  const caught = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(caught instanceof Refusal)) throw new Error(`refused nothing: ${String(caught)}`);
  return `${caught.kind} ${caught.code}`;
}

describe('a code', () => {
  test('is read however it was typed, and one wrong letter is noticed', () => {
    const code = makeCode();
    expect(code).toMatch(/^([0-9a-hjkmnp-tv-z]{4}-){4}[0-9a-hjkmnp-tv-z]{4}$/);
    expect(readCode(` ${code.toUpperCase().replaceAll('-', ' ')} `)).toBe(code);
    expect(readCode(code.replaceAll('0', 'О').replaceAll('1', 'l').replaceAll('c', 'с'))).toBe(code);
    let unnoticed = 0;
    for (let place = 0; place < 24; place += 1) {
      if (code[place] === '-') continue;
      const other = code[place] === 'x' ? 'y' : 'x';
      if (readCode(code.slice(0, place) + other + code.slice(place + 1))) unnoticed += 1;
    }
    expect(unnoticed).toBeLessThanOrEqual(1);
    for (const bad of ['', 'x', '💥'.repeat(30), code.repeat(500), '../../etc', 'u'.repeat(20)])
      expect(readCode(bad)).toBeUndefined();
  });

  test('no two are the same, and the hash leads nowhere back', () => {
    const codes = new Set(Array.from({ length: 2_000 }, makeCode));
    expect(codes.size).toBe(2_000);
    const [code] = codes;
    expect(hashCode(code!).toString('latin1')).not.toContain(code!.slice(0, 4));
  });
});

describe('registering', () => {
  test('open: a ticket that is shown once, found again, and in the totals', async () => {
    const given = await withEvent();
    expect(await refusal(come(given))).toBe('conflict registration.closed_meanwhile');
    await registration.saveSettings(given.staff, given.event, settings({}));
    const { code, state } = await come(given);
    expect(state).toBe('in');
    const ticket = await registration.getTicket(given.ctx, code.toUpperCase());
    expect(ticket).toMatchObject({ code, state: 'in', here: false, event: { slug: 'small' } });
    const totals = await registration.getTotals(given.staff, given.event);
    expect(totals.registered).toBeUndefined();
    for (let count = 1; count < 23; count += 1) await come(given);
    expect((await registration.getTotals(given.staff, given.event)).registered).toBe(20);
  });

  test('the same form sent twice is one place and one ticket', async () => {
    const given = await withEvent();
    await registration.saveSettings(given.staff, given.event, settings({ mode: 'limited', places: 1 }));
    const box = registration.makeBox(given.ctx, given.event);
    const first = await registration.register(given.ctx, 'small', { box, answers: {} });
    const second = await registration.register(given.ctx, 'small', { box, answers: {} });
    expect(second).toEqual(first);
    expect((await come(given)).state).toBe('waiting');
  });

  test('a full event: who waits comes in when one cancels, the first one first', async () => {
    const given = await withEvent();
    await registration.saveSettings(given.staff, given.event, settings({ mode: 'limited', places: 2 }));
    const tickets = [];
    for (let i = 0; i < 5; i += 1) tickets.push(await come(given));
    expect(tickets.map((ticket) => ticket.state)).toEqual(['in', 'in', 'waiting', 'waiting', 'waiting']);
    const placeOf = async (index: number) => {
      const { state, place } = await registration.getTicket(given.ctx, tickets[index]!.code);
      return place ?? state;
    };
    expect([await placeOf(2), await placeOf(3), await placeOf(4)]).toEqual([1, 2, 3]);
    await registration.cancelTicket(given.ctx, tickets[3]!.code);
    expect([await placeOf(2), await placeOf(4)]).toEqual([1, 2]);
    await registration.cancelTicket(given.ctx, tickets[0]!.code);
    expect([await placeOf(2), await placeOf(4)]).toEqual(['in', 1]);
    expect(await refusal(registration.getTicket(given.ctx, tickets[0]!.code))).toBe(
      'not_found registration.no_such_ticket',
    );
    // fewer places than are taken: nobody loses theirs, and nobody comes in until enough have left
    await registration.saveSettings(given.staff, given.event, settings({ mode: 'limited', places: 1 }));
    expect([await placeOf(1), await placeOf(2), await placeOf(4)]).toEqual(['in', 'in', 1]);
    await registration.cancelTicket(given.ctx, tickets[1]!.code);
    expect(await placeOf(4)).toBe(1);
    // more places: who waits comes in
    await registration.saveSettings(given.staff, given.event, settings({ mode: 'open' }));
    expect(await placeOf(4)).toBe('in');
  });
});
