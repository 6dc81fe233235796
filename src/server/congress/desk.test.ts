import { describe, expect, test } from 'vitest';
import * as accounts from '#server/accounts';
import { listAudit, type Ctx } from '#server/kernel';
import * as congress from '#server/congress';
import * as themes from '#server/themes';
import { as, guest, system, testCtx } from '../../../tests/support/given.ts';
import { person } from './test-event.ts';

const modules = [themes.module, accounts.module, congress.module];
const eventOf = (slug: string) =>
  congress.eventInput.parse({
    slug,
    kind: 'congress',
    title: { be: 'Веча', en: 'Veche' },
    zone: 'Europe/Warsaw',
    startsOn: '2026-10-31',
    days: 2,
  });

async function given(): Promise<{ ctx: Ctx; event: string }> {
  const ctx = system(await testCtx({ modules }));
  return { ctx, event: await congress.createEvent(ctx, eventOf('veche')) };
}

describe('who may', () => {
  test('an editor of one event works on that one only', async () => {
    const { ctx, event } = await given();
    const other = await congress.createEvent(ctx, eventOf('other'));
    const editor = await person(ctx, 'programme_editor', event);
    const room = await congress.createRoom(
      editor,
      event,
      congress.roomInput.parse({ slug: 'hall', title: { be: 'Зала' } }),
    );
    expect((await congress.listDeskEvents(editor)).map((one) => one.slug)).toEqual(['veche']);
    await expect(
      congress.createRoom(editor, other, congress.roomInput.parse({ slug: 'hall', title: { be: 'Зала' } })),
    ).rejects.toMatchObject({ kind: 'forbidden' });
    await expect(congress.getDesk(editor, 'other')).rejects.toMatchObject({ kind: 'not_found' });
    await expect(congress.createEvent(editor, eventOf('third'))).rejects.toMatchObject({ kind: 'forbidden' });
    await expect(
      congress.changeRoom(guest(ctx), room, congress.roomInput.parse({ slug: 'hall', title: {} })),
    ).rejects.toMatchObject({ kind: 'unauthenticated' });
    await expect(congress.importThemes(editor, '')).rejects.toMatchObject({ kind: 'forbidden' });
    await expect(congress.importThemes(editor, '', { dryRun: true })).rejects.toMatchObject({
      kind: 'forbidden',
    });
    const chair = await person(ctx, 'chair', event);
    for (const act of [
      () => congress.removeRoom(chair, room),
      () => congress.releaseProgramme(chair, event, 'x'),
      () =>
        congress.savePage(
          chair,
          event,
          congress.pageInput.parse({ slug: 'about', title: { be: 'Пра' }, body: {} }),
        ),
      () => congress.removeEvent(chair, event),
    ]) {
      await expect(act()).rejects.toMatchObject({ kind: 'forbidden' });
    }
    expect((await listAudit(ctx)).map((entry) => entry.action)).toContain('congress.create_room');
  });

  test('a speaker tied by an invitation changes the own profile, and no other', async () => {
    const { ctx, event } = await given();
    const input = congress.speakerInput.parse({ name: { be: 'Сініца' } });
    const mine = await congress.createSpeaker(ctx, event, input);
    const strange = await congress.createSpeaker(ctx, event, input);
    const speaker = await person(ctx, 'speaker', event, `speaker:${mine}`);
    await congress.changeSpeaker(
      speaker,
      mine,
      congress.speakerInput.parse({ name: { be: 'Сініца' }, bio: { be: 'Пра сябе.' } }),
    );
    await expect(congress.changeSpeaker(speaker, strange, input)).rejects.toMatchObject({
      kind: 'forbidden',
    });
    expect(await congress.getSpeakerDraft(ctx, 'veche', mine)).toMatchObject({
      tied: true,
      bio: { be: 'Пра сябе.' },
    });
    const { personId } = speaker.actor as { personId: string };
    expect(await congress.module.personal!.export(ctx, personId)).toMatchObject({ speakers: [{ id: mine }] });
    await congress.module.personal!.erase(ctx, personId);
    expect((await congress.getSpeakerDraft(ctx, 'veche', mine)).tied).toBe(false);
  });

  test('an invitation to another event ties nothing', async () => {
    const { ctx, event } = await given();
    const other = await congress.createEvent(ctx, eventOf('other'));
    const speaker = await congress.createSpeaker(
      ctx,
      event,
      congress.speakerInput.parse({ name: { be: 'Сініца' } }),
    );
    await person(ctx, 'speaker', other, `speaker:${speaker}`);
    expect((await congress.getSpeakerDraft(ctx, 'veche', speaker)).tied).toBe(false);
  });
});

describe('the desk', () => {
  test('keeps a language that a form doesn’t name, and takes away one that it empties', async () => {
    const { ctx, event } = await given();
    const id = await congress.createSpeaker(
      ctx,
      event,
      congress.speakerInput.parse({ name: { be: 'Сініца', de: 'Meise', en: 'Tit' } }),
    );
    await congress.changeSpeaker(ctx, id, congress.speakerInput.parse({ name: { be: 'Сініца-2', en: '' } }));
    expect((await congress.getSpeakerDraft(ctx, 'veche', id)).name).toEqual({ be: 'Сініца-2', de: 'Meise' });
    await expect(
      congress.changeSpeaker(ctx, id, congress.speakerInput.parse({ name: { be: '', de: '' } })),
    ).rejects.toMatchObject({ code: 'congress.no_name' });
  });

  test('refuses a slug that is taken or public, and things of another event', async () => {
    const { ctx, event } = await given();
    const hall = congress.roomInput.parse({ slug: 'hall', title: { be: 'Зала' } });
    const room = await congress.createRoom(ctx, event, hall);
    await expect(congress.createRoom(ctx, event, hall)).rejects.toMatchObject({
      kind: 'conflict',
      code: 'congress.slug_taken',
    });
    await expect(congress.createEvent(ctx, eventOf('veche'))).rejects.toMatchObject({
      code: 'congress.slug_taken',
    });
    const other = await congress.createEvent(ctx, eventOf('other'));
    const session = { kind: 'speech', title: { be: 'Прамова' }, minutes: 30 };
    await expect(
      congress.createSession(ctx, other, congress.sessionInput.parse({ ...session, room })),
    ).rejects.toMatchObject({ code: 'congress.no_such_room' });
    const own = await congress.createSession(
      ctx,
      event,
      congress.sessionInput.parse({ ...session, room, startsAt: '2026-10-31T10:00' }),
    );
    expect((await congress.getSessionDraft(ctx, 'veche', own)).start?.toISOString()).toBe(
      '2026-10-31T09:00:00.000Z',
    );
    await congress.releaseProgramme(ctx, event, 'one');
    await expect(congress.changeEvent(ctx, event, eventOf('renamed'))).rejects.toMatchObject({
      code: 'congress.slug_stays',
    });
    // A removed room gives its slug back, and the session stays without a room.
    await congress.removeRoom(ctx, room);
    await congress.createRoom(ctx, event, hall);
    expect((await congress.getSessionDraft(ctx, 'veche', own)).room).toBeUndefined();
  });

  test('shows both sessions of every clash', async () => {
    const { ctx, event } = await given();
    const room = await congress.createRoom(
      ctx,
      event,
      congress.roomInput.parse({ slug: 'hall', title: { be: 'Зала' } }),
    );
    const speaker = await congress.createSpeaker(
      ctx,
      event,
      congress.speakerInput.parse({ name: { be: 'Сініца' } }),
    );
    const make = (title: string, startsAt: string, more: object) =>
      congress.createSession(
        ctx,
        event,
        congress.sessionInput.parse({ kind: 'speech', title: { be: title }, minutes: 60, startsAt, ...more }),
      );
    await make('А', '2026-10-31T10:00', { room });
    await make('Б', '2026-10-31T10:30', { room, speakers: [speaker] });
    await make('В', '2026-10-31T11:00', { speakers: [speaker] });
    await make('Г', '2026-10-31T12:00', { room, speakers: [speaker] });
    const clashes = await congress.listClashes(ctx, event);
    expect(
      // The test's now is within the event: that some begin in the past is told too.
      clashes
        .filter((clash) => clash.kind !== 'in_the_past')
        .map((clash) => [
          clash.kind,
          (clash.room ?? clash.person)?.title.text,
          ...clash.sessions.map((one) => one.title.text),
        ]),
    ).toEqual([
      ['room_twice', 'Зала', 'А', 'Б'],
      ['person_twice', 'Сініца', 'Б', 'В'],
    ]);
  });

  test('standing pages are public when published, and never stand in the way of other addresses', async () => {
    const { ctx, event } = await given();
    await congress.changeEvent(ctx, event, { ...eventOf('veche'), status: 'published' });
    const page = congress.pageInput.parse({
      slug: 'about',
      title: { be: 'Пра кангрэс' },
      body: { be: '# Пра\n\nТэкст' },
      status: 'draft',
    });
    await congress.savePage(ctx, event, page);
    await expect(congress.getPage(guest(ctx), 'veche', 'about')).rejects.toMatchObject({ kind: 'not_found' });
    await congress.savePage(ctx, event, { ...page, status: 'published' }, 'about');
    expect((await congress.getPage(guest(ctx), 'veche', 'about')).body.html).toContain('<h2>Пра</h2>');
    await expect(congress.savePage(ctx, event, { ...page, slug: 'programme' })).rejects.toMatchObject({
      code: 'congress.slug_taken',
    });
    await congress.removePage(ctx, event, 'about');
    await expect(congress.getPage(guest(ctx), 'veche', 'about')).rejects.toMatchObject({ kind: 'not_found' });
  });

  test('a thesaurus can be looked at before it is taken in', async () => {
    const { ctx } = await given();
    const turtle = `@prefix s: <http://www.w3.org/2004/02/skos/core#> .
      <http://x.example/t#Loom> a s:Concept ; s:prefLabel "Кросны"@be , "Loom"@en .`;
    const { token } = await accounts.invite(ctx, [accounts.installation], { role: 'organiser' });
    const organiser = as(ctx, (await accounts.acceptInvitation(guest(ctx), token)).personId);
    expect(await congress.importThemes(organiser, turtle, { dryRun: true })).toMatchObject({ created: 1 });
    expect(await themes.listThemes(ctx)).toEqual([]);
    expect(await congress.importThemes(organiser, turtle)).toMatchObject({ created: 1 });
    expect((await themes.listThemes(ctx)).map((one) => one.title.text)).toEqual(['Кросны']);
  });
});
