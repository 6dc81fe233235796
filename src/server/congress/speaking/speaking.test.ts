import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import * as accounts from '#server/accounts';
import * as congress from '#server/congress';
import type { Ctx } from '#server/kernel';
import * as themes from '#server/themes';
import { guest, system, testCtx } from '../../../../tests/support/given.ts';
import { makeEvent, makeSession, makeSpeaker, person } from '../test-event.ts';
import { makeGrid, joinSpans } from './availability-grid.ts';
import { writePdf } from './hostile-files.ts';

const modules = [themes.module, accounts.module, congress.module];
const hour = 3_600_000;

interface Given {
  ctx: Ctx;
  event: string;
  speaker: string;
  session: string;
  /** Whose profile it is. */
  own: Ctx;
  editor: Ctx;
  stranger: Ctx;
}

async function given(now?: Date): Promise<Given> {
  const ctx = system(await testCtx({ modules, ...(now && { now }) }));
  const event = await makeEvent(ctx, { days: 2 });
  const speaker = await makeSpeaker(ctx, event, 'Сініца');
  const session = await makeSession(ctx, event, 'Прамова', '2026-10-31T12:00', {
    langs: ['be'],
    speakers: [speaker],
  });
  await congress.releaseProgramme(ctx, event, '1');
  return {
    ctx,
    event,
    speaker,
    session,
    own: await person(ctx, 'speaker', event, `speaker:${speaker}`),
    editor: await person(ctx, 'programme_editor', event),
    stranger: await person(ctx, 'speaker', event),
  };
}

const absent = { kind: 'not_found' };
const picture = () =>
  sharp({ create: { width: 200, height: 200, channels: 3, background: '#36a' } })
    .png()
    .toBuffer();

test('a desk is its speaker’s own: not a stranger’s, not even staff’s', async () => {
  const { ctx, speaker, own, editor, stranger } = await given();
  expect(await congress.getSpeakerDesk(own, speaker)).toMatchObject({
    planned: 0,
    sessions: [{ minutes: 60 }],
  });
  expect(await congress.getSpeaking(own)).toMatchObject({
    speakers: [{ id: speaker, sessions: 1 }],
    crew: [],
  });
  await expect(congress.getSpeakerDesk(guest(ctx), speaker)).rejects.toMatchObject({
    kind: 'unauthenticated',
  });
  for (const who of [editor, stranger, system(ctx)])
    for (const act of [
      () => congress.getSpeakerDesk(who, speaker),
      () => congress.getOwnNeeds(who, speaker),
      () => congress.setOwnNeeds(who, speaker, congress.needsInput.parse({})),
      () => congress.clearAvailability(who, speaker),
      async () => congress.setPortrait(who, speaker, await picture()),
      () => congress.removePortrait(who, speaker),
      () => congress.listOwnMaterials(who, speaker),
    ]) {
      const refusal = await act().catch((error: unknown) => error);
      expect(['not_found', 'unauthenticated']).toContain((refusal as { kind?: string }).kind);
    }
});

test('what is still planned does not show before it is released', async () => {
  const { ctx, event, speaker, own } = await given();
  await congress.createSession(
    ctx,
    event,
    congress.sessionInput.parse({
      kind: 'panel',
      title: { be: 'Таемная' },
      minutes: '30',
      speakers: [speaker],
    }),
  );
  const desk = await congress.getSpeakerDesk(own, speaker);
  expect(desk.planned).toBe(1);
  expect(JSON.stringify(desk)).not.toContain('Таемная');
});

describe('availability', () => {
  test('typed in another zone means the same moments, in summer time and out of it', async () => {
    const { ctx, speaker, own, editor } = await given();
    await congress.addAvailability(own, speaker, {
      zone: 'America/New_York',
      from: '2026-10-31T08:00',
      to: '2026-10-31T10:00',
    });
    await congress.addAvailability(own, speaker, {
      zone: 'America/New_York',
      from: '2026-11-01T08:00',
      to: '2026-11-01T09:00',
    });
    const { available } = await congress.getSpeakerWishes(editor, speaker);
    expect(available).toEqual([
      { from: new Date('2026-10-31T12:00:00Z'), to: new Date('2026-10-31T14:00:00Z') },
      // The clocks of New York went back that night.
      { from: new Date('2026-11-01T13:00:00Z'), to: new Date('2026-11-01T14:00:00Z') },
    ]);
    await expect(congress.getSpeakerWishes(own, speaker)).rejects.toMatchObject(absent);
    await congress.clearAvailability(own, speaker);
    expect((await congress.getSpeakerWishes(system(ctx), speaker)).available).toEqual([]);
  });

  test('may be noted by staff for whoever told them, and by nobody else', async () => {
    const { speaker, own, editor, stranger } = await given();
    const span = { from: new Date('2026-10-31T12:00:00Z'), to: new Date('2026-10-31T14:00:00Z') };
    await congress.noteAvailability(editor, speaker, [span]);
    expect((await congress.getAvailability(own, speaker, { by: 'parts' })).spans).toEqual([span]);
    for (const who of [own, stranger])
      await expect(congress.noteAvailability(who, speaker, [])).rejects.toMatchObject({ kind: 'forbidden' });
    await expect(
      congress.noteAvailability(editor, speaker, [{ from: span.to, to: span.from }]),
    ).rejects.toMatchObject({ code: 'speaking.odd_hours' });
  });

  test('by ticks takes the place of what was said, and touching hours become one', async () => {
    const { speaker, own } = await given();
    const zone = 'Asia/Kathmandu';
    const before = await congress.getAvailability(own, speaker, { zone, by: 'hours' });
    const [, second] = before.grid;
    const chosen = second!.slots.slice(8, 11);
    const slots = chosen.map((slot) => `${slot.from / 60_000}-${slot.to / 60_000}`);
    await congress.setAvailability(own, speaker, { zone, slots: slots.toReversed() });
    const after = await congress.getAvailability(own, speaker, { by: 'hours' });
    expect(after.shownIn).toBe(zone);
    expect(after.spans).toEqual([{ from: new Date(chosen[0]!.from), to: new Date(chosen[2]!.to) }]);
    expect(after.grid.flatMap((day) => day.slots).filter((slot) => slot.state === 'yes')).toHaveLength(3);
    // Hours of the event's own zone begin elsewhere: what is covered in part is said to be.
    const there = await congress.getAvailability(own, speaker, { zone: 'Europe/Vilnius', by: 'hours' });
    expect(
      there.grid
        .flatMap((day) => day.slots)
        .map((slot) => slot.state)
        .filter((state) => state === 'some'),
    ).toHaveLength(2);
  });

  test('in a night when clocks are moved every moment is in exactly one slot', () => {
    const calendar = { zone: 'Europe/Vilnius', startsOn: '2026-10-24', days: 2, dayStartsAt: 0 };
    const slots = makeGrid(calendar, 'Europe/Vilnius', 'hours', []).flatMap((day) => day.slots);
    expect(slots).toHaveLength(48);
    expect(slots.filter((slot) => slot.to - slot.from === 2 * hour).map((slot) => slot.hour)).toEqual([3]);
    expect(slots.every((slot, i) => i === 0 || slots[i - 1]!.to === slot.from)).toBe(true);
    const spring = { ...calendar, startsOn: '2027-03-27' };
    expect(makeGrid(spring, 'Europe/Vilnius', 'hours', []).flatMap((day) => day.slots)).toHaveLength(47);
    expect(
      joinSpans([
        [5, 7],
        [1, 3],
        [3, 4],
      ]),
    ).toEqual([
      [1, 4],
      [5, 7],
    ]);
  });

  test('refuses a zone that is none, an end before its beginning, another year, and nothing at all', async () => {
    const { speaker, own } = await given();
    expect(
      congress.spanInput.safeParse({ zone: 'Mars/Olympus', from: '2026-10-31T10:00', to: '2026-10-31T11:00' })
        .success,
    ).toBe(false);
    const odd = { kind: 'invalid', code: 'speaking.odd_hours' };
    for (const [from, to] of [
      ['2026-10-31T12:00', '2026-10-31T11:00'],
      ['2031-10-31T12:00', '2031-10-31T13:00'],
      ['2026-13-45T12:00', '2026-13-45T13:00'],
    ] as const)
      await expect(
        congress.addAvailability(own, speaker, { zone: 'Europe/Minsk', from, to }),
      ).rejects.toMatchObject(odd);
    await expect(
      congress.setAvailability(own, speaker, { zone: 'Europe/Minsk', slots: [] }),
    ).rejects.toMatchObject({ code: 'speaking.no_hours' });
    await expect(
      congress.setAvailability(own, speaker, { zone: 'Europe/Minsk', slots: ['999999999-1000000000'] }),
    ).rejects.toMatchObject(odd);
  });
});

test('needs are for staff only, sealed where they are free text, and forgotten with the tie', async () => {
  const { ctx, event, speaker, own, editor, stranger } = await given();
  const said = { hears: ['en'], captions: 'yes', noCamera: 'yes', access: 'Жэставая мова' };
  await congress.setOwnNeeds(own, speaker, congress.needsInput.parse(said));
  expect(await congress.getSpeakerWishes(editor, speaker)).toMatchObject({
    hears: ['en'],
    captions: true,
    noCamera: true,
    voiceOnly: false,
    access: 'Жэставая мова',
  });
  await expect(congress.getSpeakerWishes(stranger, speaker)).rejects.toMatchObject(absent);
  const { access } = await ctx.db
    .selectFrom('congress.speaker_needs')
    .select('access')
    .executeTakeFirstOrThrow();
  expect(access!.toString('utf8')).not.toContain('Жэставая');
  await congress.releaseProgramme(ctx, event, '2').catch(() => undefined);
  expect(JSON.stringify(await congress.getSpeaker(guest(ctx), speaker))).not.toContain('Жэставая');
  await person(ctx, 'speaker', event, `speaker:${speaker}`);
  expect((await congress.getSpeakerWishes(editor, speaker)).access).toBe('');
});

describe('a portrait', () => {
  test('is a draft until a release, and gone at once when it is taken away', async () => {
    const { ctx, event, speaker, own, editor, stranger } = await given();
    await congress.setPortrait(own, speaker, await picture());
    const { portrait } = await congress.getSpeakerDesk(own, speaker);
    const see = (who: Ctx) => congress.getPortrait(who, portrait!.name, 192);
    expect(portrait!.name).toMatch(/^[\w-]{43}$/);
    expect(await see(own)).toMatchObject({ isPublic: false });
    expect(await see(editor)).toMatchObject({ isPublic: false });
    await expect(see(stranger)).rejects.toMatchObject(absent);
    await expect(see(guest(ctx))).rejects.toMatchObject(absent);
    expect((await congress.getSpeaker(guest(ctx), speaker)).portrait).toBeUndefined();
    await congress.releaseProgramme(ctx, event, '2');
    expect(await see(guest(ctx))).toMatchObject({ isPublic: true });
    expect((await congress.getSpeaker(guest(ctx), speaker)).portrait).toBe(portrait!.name);
    // A new draft leaves the public one until the next release.
    await congress.setPortrait(own, speaker, await picture());
    expect(await see(guest(ctx))).toMatchObject({ isPublic: true });
    await congress.removePortrait(own, speaker);
    await expect(see(guest(ctx))).rejects.toMatchObject(absent);
    expect((await congress.getSpeaker(guest(ctx), speaker)).portrait).toBeUndefined();
  });

  test('that is no picture leaves the one before in its place', async () => {
    const { speaker, own } = await given();
    await congress.setPortrait(own, speaker, await picture());
    const { portrait } = await congress.getSpeakerDesk(own, speaker);
    await expect(congress.setPortrait(own, speaker, Buffer.from('<svg/>'))).rejects.toMatchObject({
      code: 'speaking.picture_odd',
    });
    await expect(
      congress.setPortrait(own, speaker, Buffer.alloc(congress.portraitLimit + 1)),
    ).rejects.toMatchObject({ code: 'speaking.picture_large' });
    expect((await congress.getSpeakerDesk(own, speaker)).portrait).toEqual(portrait);
  });
});

describe('materials', () => {
  const file = writePdf('/Author (Сінічкін)');
  const give = (own: Ctx, speaker: string, session: string, more: object) =>
    congress.giveMaterial(own, speaker, {
      ...congress.materialInput.parse({
        session,
        title: 'Слайды',
        audience: 'everyone',
        since: 'release',
        ...more,
      }),
      ...('url' in more ? {} : { bytes: file }),
    } as never);

  test('for everyone come with a release, and go at once when taken away', async () => {
    const { ctx, event, speaker, session, own, editor, stranger } = await given();
    await give(own, speaker, session, {});
    const [material] = await congress.listOwnMaterials(own, speaker);
    expect(material).toMatchObject({ kind: 'pdf', size: file.length, namesAuthor: true });
    const take = (who: Ctx) => congress.getMaterial(who, material!.id);
    expect(await take(own)).toMatchObject({ name: 'Слайды.pdf', isPublic: false, type: 'application/pdf' });
    expect((await take(editor)).bytes.equals(file)).toBe(true);
    await expect(take(guest(ctx))).rejects.toMatchObject(absent);
    expect((await congress.getSession(guest(ctx), session)).materials).toEqual([]);
    await congress.releaseProgramme(ctx, event, '2');
    expect(await take(guest(ctx))).toMatchObject({ isPublic: true });
    expect((await congress.getSession(guest(ctx), session)).materials).toMatchObject([
      { title: 'Слайды', kind: 'pdf' },
    ]);
    await expect(congress.removeMaterial(stranger, speaker, material!.id)).rejects.toMatchObject(absent);
    await congress.removeMaterial(own, speaker, material!.id);
    await expect(take(guest(ctx))).rejects.toMatchObject(absent);
    expect((await congress.getSession(guest(ctx), session)).materials).toEqual([]);
  });

  test('wait for their moment, and what is for the team is never for everyone', async () => {
    const { ctx, event, speaker, session, own, stranger } = await given(new Date('2026-10-31T09:30:00Z'));
    await give(own, speaker, session, { title: 'Пасля', since: 'end' });
    await give(own, speaker, session, { title: 'Камандзе', audience: 'team' });
    await congress.releaseProgramme(ctx, event, '2');
    const given1 = await congress.listOwnMaterials(own, speaker);
    const id = (title: string) => given1.find((one) => one.title === title)!.id;
    await expect(congress.getMaterial(guest(ctx), id('Пасля'))).rejects.toMatchObject(absent);
    await expect(congress.getMaterial(guest(ctx), id('Камандзе'))).rejects.toMatchObject(absent);
    // The stranger speaks at the same event, and is of the team by that role.
    expect(await congress.getMaterial(stranger, id('Камандзе'))).toMatchObject({ isPublic: false });
    const later = { ...guest(ctx), now: () => new Date('2026-10-31T11:00:00Z') };
    expect(await congress.getMaterial(later, id('Пасля'))).toMatchObject({ isPublic: true });
    expect((await congress.getSession(later, session)).materials.map((one) => one.title)).toEqual(['Пасля']);
  });

  test('are refused without file or link, with both, for a strange session, and above what one may keep', async () => {
    const { ctx, event, speaker, session, own } = await given();
    const other = await congress.createSession(
      ctx,
      event,
      congress.sessionInput.parse({ kind: 'speech', title: { be: 'Чужая' }, minutes: '5' }),
    );
    const input = congress.materialInput.parse({ session, title: 'x', audience: 'team', since: 'release' });
    const one = { kind: 'invalid', code: 'speaking.file_or_link' };
    await expect(congress.giveMaterial(own, speaker, input)).rejects.toMatchObject(one);
    await expect(
      congress.giveMaterial(own, speaker, { ...input, url: 'https://e.org', bytes: file }),
    ).rejects.toMatchObject(one);
    await expect(give(own, speaker, other, {})).rejects.toMatchObject(absent);
    await expect(
      congress.giveMaterial(own, speaker, { ...input, bytes: Buffer.from('<html>') }),
    ).rejects.toMatchObject({ code: 'speaking.file_odd' });
    expect(congress.materialInput.safeParse({ ...input, url: 'javascript:alert(1)' }).success).toBe(false);
    for (let i = 0; i < 30; i += 1)
      await give(own, speaker, session, { url: 'https://example.org', title: `№ ${i}` });
    await expect(give(own, speaker, session, {})).rejects.toMatchObject({ code: 'speaking.too_many_files' });
  });
});

test('whoever leaves takes along the face, the files and all they told', async () => {
  const { ctx, speaker, session, own, editor } = await given();
  const { personId } = own.actor as { personId: string };
  await congress.setPortrait(own, speaker, await picture());
  await congress.setOwnNeeds(own, speaker, congress.needsInput.parse({ access: 'Пандус' }));
  await congress.addAvailability(own, speaker, {
    zone: 'Europe/Minsk',
    from: '2026-10-31T10:00',
    to: '2026-10-31T11:00',
  });
  await congress.giveMaterial(own, speaker, {
    ...congress.materialInput.parse({ session, title: 'x', audience: 'team', since: 'release' }),
    bytes: writePdf(),
  });
  expect(await congress.module.personal!.export(ctx, personId)).toMatchObject({
    speakers: [
      {
        id: speaker,
        needs: { access: 'Пандус' },
        available: [expect.anything()],
        materials: [{ title: 'x' }],
      },
    ],
    crew: [],
  });
  await congress.module.personal!.erase(ctx, personId);
  expect(await congress.getSpeakerWishes(editor, speaker)).toMatchObject({
    access: '',
    available: [],
    materials: [],
  });
  await expect(congress.getSpeakerDesk(own, speaker)).rejects.toMatchObject(absent);
  const { count } = await ctx.db
    .selectFrom('congress.portrait')
    .select((select) => select.fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow();
  expect(Number(count)).toBe(0);
});
