import { beforeAll, describe, expect, test } from 'vitest';
import { asSystem, type Ctx } from '#server/kernel';
import { as, guest, refusal } from '../../../../tests/support/given.ts';
import { module } from '../module.ts';
import { endSession, goLive, openBackstage } from '../stage/stages.ts';
import { parts } from '../bus/stream-parts.ts';
import { withSession, type HeldSession } from '../test-session.ts';
import { changeDeck, giveSlides, listDecks } from './decks.ts';
import { drawSlides } from './draw.ts';
import { drawDeck } from './draw-deck.ts';
import { forgetSlides } from './forget.ts';
import type { DrawnPage } from './frames.ts';
import { mostDecks } from './limits.ts';
import { getSlideFile } from './pictures.ts';
import { currentSlide, hideSlides, keptSlides, showSlide } from './show.ts';
import { lockedPdf, slidesPdf } from './test-pdf.ts';

const three = slidesPdf(['Warp', 'Weft', 'Selvedge']);
const system = (ctx: Ctx) => asSystem(ctx, 'test');

/** The same file is drawn once for all tests but one: each drawing is a process. */
const drawn: DrawnPage[] = [];
beforeAll(async () => {
  await drawSlides([three], async (page) => void drawn.push(page));
}, 300_000);
const again: typeof drawSlides = async (_files, keep) => {
  for (const page of drawn) await keep(page);
  return undefined;
};

/** A deck of three pages, drawn. */
async function given(held: HeldSession, by = held.speaker, keeps = false): Promise<string> {
  const deck = await giveSlides(by, held.id, { title: 'Cloth', keeps, files: [three] });
  await drawDeck(system(by), { deck }, again);
  return deck;
}
const frame = (held: HeldSession) => parts.slides!(held.ctx, held.id, 0);
const names = async (held: HeldSession, deck: string): Promise<string[]> =>
  (await listDecks(held.host, held.id)).find((one) => one.id === deck)!.slides.map((slide) => slide.name);

describe('slides of a session', { timeout: 300_000 }, () => {
  test('are given by a speaker or host and by nobody else', async () => {
    const held = await withSession();
    const give = (by: Ctx) => giveSlides(by, held.id, { title: '', keeps: false, files: [three] });
    expect(await refusal(give(held.ctx))).toMatch(/^unauthenticated /);
    for (const other of [held.stranger, await held.join('interpreter'), await held.join('moderator')])
      expect(await refusal(give(other))).toBe('forbidden slides.not_yours');
    await give(held.speaker);
    await give(held.host);
    await give(await held.join('chair'));
    for (const [files, code] of [
      [[], 'slides.no_file'],
      [[Buffer.from('<html>')], 'slides.neither'],
      [[three, three], 'slides.one_pdf'],
      [[Buffer.concat([three, Buffer.alloc(51 * 1024 * 1024)])], 'slides.too_large'],
    ] as const)
      expect(await refusal(giveSlides(held.host, held.id, { title: '', keeps: false, files }))).toBe(
        `invalid ${code}`,
      );
    for (let had = 3; had < mostDecks; had += 1) await give(held.host);
    expect(await refusal(give(held.host))).toBe('conflict slides.too_many');
  });

  test('are drawn, laid ready, public from the moment they are shown, and turned by speaker and host', async () => {
    const held = await withSession();
    const deck = await given(held);
    expect(await listDecks(held.speaker, held.id)).toMatchObject([
      { id: deck, title: 'Cloth', state: 'ready', keeps: false, isTheirs: true },
    ]);
    const [one, two, last] = (await names(held, deck)) as [string, string, string];
    // What was sent is gone, what was drawn is not handed out yet.
    const left = await held.ctx.db.selectFrom('live.deck_source').select('deck_id').execute();
    expect(left).toEqual([]);
    expect(await refusal(getSlideFile(held.ctx, `${one}.webp`))).toMatch(/^not_found /);
    expect((await getSlideFile(held.speaker, `${one}.webp`)).isPublic).toBe(false);

    // A rehearsal shows nobody anything.
    await openBackstage(held.host, held.id);
    await showSlide(held.speaker, held.id, { deck, page: 3 });
    await showSlide(held.speaker, held.id, { deck, page: 1 });
    expect(await frame(held)).toEqual({});
    expect(await currentSlide(held.ctx, held.id)).toBeUndefined();
    expect(await refusal(getSlideFile(held.ctx, `${one}.webp`))).toMatch(/^not_found /);

    await goLive(held.host, held.id);
    expect(await frame(held)).toMatchObject({ deck, page: 1, pages: 3, name: one, width: 1600, height: 900 });
    expect((await frame(held)) as { serverNow: number }).toMatchObject({
      serverNow: held.ctx.now().getTime(),
    });
    expect(JSON.stringify(await frame(held)).length).toBeLessThan(1024);
    const file = await getSlideFile(held.ctx, `${one}.webp`);
    expect(file).toMatchObject({ type: 'image/webp', isPublic: true });
    expect((await getSlideFile(held.ctx, `${one}-small.webp`)).bytes.length).toBeLessThan(file.bytes.length);
    expect((await getSlideFile(held.ctx, `${one}.txt`)).bytes.toString()).toBe('Warp');

    // Said twice, done once; what comes next is nobody's yet, what was shown stays public.
    await showSlide(held.host, held.id, { deck, page: 2 });
    await showSlide(held.speaker, held.id, { deck, page: 2 });
    expect(await currentSlide(held.ctx, held.id)).toMatchObject({ page: 2, text: 'Weft' });
    for (const name of [one, two]) expect((await getSlideFile(held.ctx, `${name}.txt`)).isPublic).toBe(true);
    for (const end of ['.webp', '-small.webp', '.txt'])
      for (const other of [held.ctx, held.stranger])
        expect(await refusal(getSlideFile(other, last + end))).toMatch(/^not_found /);
    for (const odd of ['', 'x', `${one}.svg`, '../../etc/passwd', `${'a'.repeat(43)}.webp`])
      expect(await refusal(getSlideFile(held.host, odd))).toMatch(/^not_found /);

    expect(await refusal(showSlide(held.host, held.id, { deck, page: 4 }))).toBe(
      'invalid slides.no_such_page',
    );
    expect(await refusal(showSlide(held.stranger, held.id, { deck, page: 1 }))).toMatch(/^forbidden /);
    expect(await refusal(showSlide(held.host, held.id, { deck: 'x', page: 1 }))).toMatch(/^not_found /);
    await hideSlides(held.speaker, held.id);
    await hideSlides(held.speaker, held.id);
    expect(await frame(held)).toEqual({});
  });

  test('of one speaker are not seen by another until they stand on the stage, and never changed by them', async () => {
    const held = await withSession();
    const deck = await given(held);
    const other = await held.join('speaker');
    const [first] = (await names(held, deck)) as [string];
    expect(await listDecks(other, held.id)).toEqual([]);
    expect(await refusal(getSlideFile(other, `${first}.webp`))).toMatch(/^not_found /);
    expect(await refusal(showSlide(other, held.id, { deck, page: 1 }))).toMatch(/^not_found /);
    await showSlide(held.speaker, held.id, { deck, page: 1 });
    expect(await listDecks(other, held.id)).toMatchObject([{ id: deck, now: 1, isTheirs: false }]);
    await showSlide(other, held.id, { deck, page: 2 });
    for (const act of ['keep', 'remove'] as const)
      expect(await refusal(changeDeck(other, held.id, { deck, act }))).toMatch(/^not_found /);
    await changeDeck(held.host, held.id, { deck, act: 'remove' });
    expect(await listDecks(held.speaker, held.id)).toEqual([]);
    expect(await refusal(getSlideFile(held.host, `${first}.webp`))).toMatch(/^not_found /);
  });

  test.each([true, false])(
    'stay with the session if it was wanted (%s), and then only those that were shown',
    async (keeps) => {
      const held = await withSession();
      const deck = await given(held, held.speaker, keeps);
      const [one, two, last] = (await names(held, deck)) as [string, string, string];
      await goLive(held.host, held.id);
      await showSlide(held.speaker, held.id, { deck, page: 1 });
      await showSlide(held.speaker, held.id, { deck, page: 2 });
      await endSession(held.host, held.id);
      expect(await frame(held)).toEqual({});
      expect((await keptSlides(held.ctx, held.id)).map((slide) => slide.page)).toEqual(keeps ? [1, 2] : []);
      for (const name of [one, two]) {
        const asked = getSlideFile(held.ctx, `${name}.webp`);
        if (keeps) expect((await asked).isPublic).toBe(true);
        else expect(await refusal(asked)).toMatch(/^not_found /);
      }
      expect(await refusal(getSlideFile(held.ctx, `${last}.webp`))).toMatch(/^not_found /);
      expect(await refusal(showSlide(held.host, held.id, { deck, page: 3 }))).toMatch(/^conflict /);
      // The session ended at 11:30 by the programme; a day later nobody waits for it to go on.
      const at = (when: string): Ctx => ({ ...system(held.ctx), now: () => new Date(when) });
      await forgetSlides(at('2026-11-01T11:00:00Z'));
      expect(await listDecks(held.host, held.id)).toHaveLength(1);
      await forgetSlides(at('2026-11-01T12:00:00Z'));
      expect(await listDecks(held.host, held.id)).toHaveLength(keeps ? 1 : 0);
    },
  );

  test('that can’t be drawn say why, leave nothing behind, and the rest goes on', async () => {
    const held = await withSession();
    const deck = await giveSlides(held.speaker, held.id, {
      title: 'Locked',
      keeps: false,
      files: [lockedPdf()],
    });
    expect(await refusal(showSlide(held.speaker, held.id, { deck, page: 1 }))).toBe(
      'conflict slides.not_ready',
    );
    await drawDeck(system(held.ctx), { deck });
    expect(await listDecks(held.speaker, held.id)).toMatchObject([
      { id: deck, state: 'refused', fault: 'locked', slides: [] },
    ]);
    expect(await held.ctx.db.selectFrom('live.deck_source').selectAll().execute()).toEqual([]);
    const next = await giveSlides(held.speaker, held.id, { title: '', keeps: false, files: [three] });
    await drawDeck(system(held.ctx), { deck: next });
    await goLive(held.host, held.id);
    await showSlide(held.speaker, held.id, { deck: next, page: 1 });
    expect(await frame(held)).toMatchObject({ page: 1 });
    // Drawn again, as after a crash, it is not drawn twice.
    await drawDeck(system(held.ctx), { deck: next });
    expect(await names(held, next)).toHaveLength(3);
  });

  test('may stand on the stage as soon as they are drawn, unless others do', async () => {
    const held = await withSession();
    await goLive(held.host, held.id);
    const give = async (): Promise<string> => {
      const given = { title: '', keeps: false, files: [three], show: 2 };
      const deck = await giveSlides(held.host, held.id, given);
      await drawDeck(system(held.ctx), { deck, show: 2 }, again);
      return deck;
    };
    const first = await give();
    await give();
    expect(await currentSlide(held.ctx, held.id)).toMatchObject({ deck: first, page: 2, text: 'Weft' });
  });

  test('belong to whoever gave them: they take them along, and they go with them', async () => {
    const held = await withSession();
    await given(held);
    const own = held.speaker.actor.kind === 'person' ? held.speaker.actor.personId : '';
    const { slides } = await module.personal!.export(held.ctx, own);
    expect(slides).toEqual([{ session: held.id, title: 'Cloth', keeps: false, pages: 3 }]);
    const other = held.host.actor.kind === 'person' ? held.host.actor.personId : '';
    await module.personal!.erase(held.ctx, other);
    expect(await held.ctx.db.selectFrom('live.slide').select('page').execute()).toHaveLength(3);
    await module.personal!.erase(held.ctx, own);
    expect(await held.ctx.db.selectFrom('live.slide').select('page').execute()).toEqual([]);
    expect(await refusal(listDecks(guest(as(held.ctx, own)), held.id))).toMatch(/^unauthenticated /);
  });
});
