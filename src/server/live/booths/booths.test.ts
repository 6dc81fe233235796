import { describe, expect, test } from 'vitest';
import * as congress from '#server/congress';
import * as live from '#server/live';
import { publicLanguages } from './languages-part.ts';
import { forgetBooths } from './watch.ts';
import { refusal, system, waitingJobs } from '../../../../tests/support/given.ts';
import { withSession } from '../test-session.ts';

/** A live session with an English booth and two who interpret in it. */
async function withBooth() {
  const held = await withSession();
  const { host, id } = held;
  await live.goLive(host, id);
  await live.openBooth(host, id, 'en');
  const [one, two] = [await held.join('interpreter'), await held.join('interpreter')];
  await live.enterBooth(one, id, 'en', 'Першая');
  await live.enterBooth(two, id, 'en', 'Другая');
  return { ...held, one, two };
}

describe('a booth', () => {
  test('is of the programme or opened by the host, and is no secret', async () => {
    const { ctx, id, event, host, speaker } = await withSession();
    expect(await live.listBooths(ctx, id)).toEqual([]);
    await congress.setWays(system(ctx), event, { ways: { [id]: { be: 'interpreted' } }, was: {} });
    await congress.releaseProgramme(system(ctx), event, 'with a booth');
    expect(await live.listBooths(ctx, id)).toEqual([{ lang: 'be', live: false, turn: 0 }]);
    for (const no of [ctx, speaker])
      expect(await refusal(live.openBooth(no, id, 'ru'))).toMatch(/^(unauthenticated|forbidden) /);
    await live.openBooth(host, id, 'ru');
    expect((await live.listBooths(ctx, id)).map((booth) => booth.lang)).toEqual(['be', 'ru']);
    await live.closeBooth(host, id, 'be');
    expect(await publicLanguages(ctx, id)).toEqual({
      booths: [{ lang: 'ru', live: false, turn: 0 }],
      captions: [],
    });
    expect(await refusal(live.closeBooth(host, id, 'de'))).toBe('not_found booths.no_such_booth');
  });

  test('belongs to who interprets into its language', async () => {
    const { ctx, id, host, speaker, stranger, join } = await withSession();
    await live.openBooth(host, id, 'en');
    expect(await refusal(live.getBooth(ctx, id, 'en'))).toBe('unauthenticated live.sign_in_first');
    for (const no of [speaker, stranger])
      expect(await refusal(live.enterBooth(no, id, 'en', 'Нехта'))).toBe('forbidden booths.not_yours');
    // The host reads along and can't take the microphone.
    expect(await live.getBooth(host, id, 'en')).toMatchObject({ isIn: false, mayTake: false, people: [] });
    expect(await refusal(live.enterBooth(host, id, 'en', 'Вядоўца'))).toBe('forbidden booths.not_yours');
    const one = await join('interpreter');
    expect(await refusal(live.enterBooth(one, id, 'de', 'Першая'))).toBe('not_found booths.no_such_booth');
    expect(await refusal(live.takeMicrophone(one, id, 'en'))).toBe('conflict booths.not_in');
    await live.enterBooth(one, id, 'en', 'Першая');
    expect((await live.getBooth(one, id, 'en')).people).toEqual([
      { shownAs: 'Першая', isMe: true, hasMicrophone: false },
    ]);
  });

  test('has one voice: taken, offered, accepted, left; both pages say the same', async () => {
    const { ctx, id, one, two } = await withBooth();
    const who = async (): Promise<string[]> => {
      const [a, b] = [await live.getBooth(one, id, 'en'), await live.getBooth(two, id, 'en')];
      expect(a.people.map((person) => person.hasMicrophone)).toEqual(
        b.people.map((person) => person.hasMicrophone),
      );
      expect([a.turn, a.isOffered]).toEqual([b.turn, b.isOffered]);
      return a.people.filter((person) => person.hasMicrophone).map((person) => person.shownAs);
    };
    await live.takeMicrophone(one, id, 'en');
    await live.takeMicrophone(one, id, 'en');
    expect(await who()).toEqual(['Першая']);
    expect(await refusal(live.takeMicrophone(two, id, 'en'))).toBe('conflict booths.taken');
    expect(await refusal(live.offerMicrophone(two, id, 'en', true))).toBe('conflict booths.not_active');
    await live.offerMicrophone(one, id, 'en', true);
    await live.offerMicrophone(one, id, 'en', false);
    expect(await refusal(live.takeMicrophone(two, id, 'en'))).toBe('conflict booths.taken');
    await live.offerMicrophone(one, id, 'en', true);
    await live.takeMicrophone(two, id, 'en');
    expect(await who()).toEqual(['Другая']);
    expect(await live.listBooths(ctx, id)).toEqual([{ lang: 'en', live: true, turn: 2 }]);
    // The engine is asked to give before it takes.
    const jobs = (await waitingJobs(ctx)).filter((job) => job.task === 'live:follow_booth');
    expect(jobs.length).toBeGreaterThan(1);
    await live.openMicrophone(two, id, 'en', false);
    expect(await live.listBooths(ctx, id)).toEqual([
      { lang: 'en', live: false, turn: 2, silentSince: ctx.now() },
    ]);
    await live.leaveBooth(two, id, 'en');
    expect(await who().catch(() => [])).toEqual([]);
    await live.takeMicrophone(one, id, 'en');
    expect((await live.listBooths(ctx, id))[0]?.live).toBe(true);
  });

  test('the host takes the microphone away; whoever lost the role has no say any more', async () => {
    const { id, host, one, two } = await withBooth();
    await live.takeMicrophone(one, id, 'en');
    expect(await refusal(live.freeMicrophone(two, id, 'en'))).toBe('forbidden live.not_yours_to_run');
    await live.freeMicrophone(host, id, 'en');
    await live.takeMicrophone(two, id, 'en');
    expect((await live.getBooth(host, id, 'en')).people.find((one) => one.hasMicrophone)?.shownAs).toBe(
      'Другая',
    );
    if (two.actor.kind !== 'person') throw new Error('a person');
    await two.db
      .deleteFrom('accounts.role')
      .where('person_id', '=', two.actor.personId)
      .where('role', '=', 'interpreter')
      .execute();
    expect(await refusal(live.offerMicrophone(two, id, 'en', true))).toMatch(/^forbidden /);
    expect(await refusal(live.joinBooth(two, id, 'en'))).toMatch(/^forbidden /);
  });

  test('a person sits in one booth, and in none of another while they speak', async () => {
    const { id, host, one } = await withBooth();
    await live.openBooth(host, id, 'de');
    await live.takeMicrophone(one, id, 'en');
    expect(await refusal(live.enterBooth(one, id, 'de', 'Першая'))).toBe('conflict booths.elsewhere');
    await live.leaveBooth(one, id, 'en');
    await live.enterBooth(one, id, 'de', 'Першая');
    expect((await live.getBooth(host, id, 'en')).people.map((person) => person.shownAs)).toEqual(['Другая']);
  });

  test('its talk is of the booth and the host, and goes when the session is over', async () => {
    const { ctx, id, host, speaker, one, two } = await withBooth();
    await live.sayInBooth(one, id, 'en', 'праз дзесяць хвілін мяняемся');
    await live.sayInBooth(host, id, 'en', 'добра');
    expect(await refusal(live.sayInBooth(speaker, id, 'en', 'я'))).toBe('forbidden booths.not_yours');
    expect((await live.getBooth(two, id, 'en')).lines.map((line) => line.text)).toEqual([
      'праз дзесяць хвілін мяняемся',
      'добра',
    ]);
    for (let n = 0; n < 130; n += 1) await live.sayInBooth(one, id, 'en', `радок ${n}`);
    const { rows } = { rows: await ctx.db.selectFrom('live.booth_line').selectAll().execute() };
    expect(rows).toHaveLength(100);
    const state = JSON.stringify(await publicLanguages(ctx, id));
    for (const secret of ['Першая', 'Другая', 'радок']) expect(state).not.toContain(secret);
    await live.endSession(host, id);
    await forgetBooths(system(ctx));
    for (const table of ['live.booth_line', 'live.booth_place'] as const)
      expect(await ctx.db.selectFrom(table).selectAll().execute()).toEqual([]);
    expect((await live.listBooths(ctx, id)).map((booth) => booth.live)).toEqual([false]);
  });

  test('asks the speaker to speak slower for half a minute', async () => {
    const { ctx, id, one, speaker } = await withBooth();
    expect(await refusal(live.askSlower(speaker, id, 'en'))).toMatch(/^forbidden /);
    await live.askSlower(one, id, 'en');
    const until = new Date(ctx.now().getTime() + 30_000);
    expect(await publicLanguages(ctx, id)).toMatchObject({
      now: ctx.now(),
      booths: [{ lang: 'en', slowerUntil: until }],
    });
    const later = { ...ctx, now: () => new Date(until.getTime() + 1) };
    expect(await live.listBooths(later, id)).toEqual([{ lang: 'en', live: false, turn: 0 }]);
  });

  test('the programme says into which languages somebody interprets here', async () => {
    const { ctx, id, event, host, join } = await withSession();
    const staff = system(ctx);
    const one = await join('interpreter');
    if (one.actor.kind !== 'person') throw new Error('a person');
    const crew = await congress.createCrew(staff, event, { name: 'Ластаўка', langs: ['be', 'en'], note: '' });
    await congress.assignCrew(staff, id, { crew, role: 'interpreter', lang: 'en' });
    const { tieCrew } = await import('../../congress/languages/own-crew.ts');
    await tieCrew(staff, crew, one.actor.personId, { kind: 'event', id: event });
    for (const lang of ['en', 'be']) await live.openBooth(host, id, lang);
    await live.enterBooth(one, id, 'en', 'Ластаўка');
    expect(await refusal(live.enterBooth(one, id, 'be', 'Ластаўка'))).toBe('forbidden booths.not_yours');
  });
});
