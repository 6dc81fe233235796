import * as congress from '#server/congress';
import type { Ctx } from '#server/kernel';
import * as live from '#server/live';
import * as recordings from '#server/recordings';
import { expect, test } from 'vitest';
import { system } from '../../../../tests/support/given.ts';
import { withSession } from '../../live/test-session.ts';
import { toBlocks } from './blocks.ts';
import { forPrint } from './for-print.ts';
import { printPdf } from './print.ts';
import { makePrinter } from './printer.ts';

test('a long text is flat however deep it was nested, and ends where there is too much of it', () => {
  const deep = `${'<blockquote>'.repeat(20_000)}<p>Так</p>${'</blockquote>'.repeat(20_000)}`;
  expect(toBlocks({ html: deep, lang: 'be' }).blocks).toEqual([{ kind: 'quote', pieces: [{ text: 'Так' }] }]);
  const { blocks, isCut } = toBlocks({ html: `<p>${'слова '.repeat(170_000)}</p>`, lang: 'be' });
  expect(isCut).toBe(true);
  expect(blocks[0]!.pieces[0]!.text.length).toBeLessThanOrEqual(20_001);
  expect(
    toBlocks({ html: '<p><a href="javascript:alert(1)">тут</a></p>', lang: 'be' }).blocks[0]!.pieces,
  ).toEqual([{ text: 'тут' }]);
});

test(
  'of a session that is over all of it is there, and a file that says it in type',
  { timeout: 60_000 },
  async () => {
    const { ctx, id, event, slug } = await withSession();
    await expect(recordings.getProceedings(ctx, id)).rejects.toMatchObject({ code: 'proceedings.not_yet' });
    const staff = system(ctx);
    await congress.changeSession(
      staff,
      id,
      congress.sessionInput.parse({
        kind: 'speech',
        title: { be: 'Кросны і сям’я 漢 😀' },
        abstract: { be: 'Ткацтва ў *Беларусі* `#read("/etc/passwd")` $x$' },
        startsAt: '2026-10-31T09:30',
        minutes: 60,
      }),
    );
    await congress.releaseProgramme(staff, event, 'two');
    const later = { ...ctx, now: () => new Date('2026-10-31T14:00:00Z') };
    const doc = await recordings.getProceedings(later, id);
    expect(doc.title.text).toContain('сям’я');
    const pdf = await printPdf(forPrint(doc, ctx.t, 'https://veche.example'));
    expect(await printPdf(forPrint(doc, ctx.t, 'https://veche.example'))).toEqual(pdf);
    const mupdf = await import('mupdf');
    const read = mupdf.Document.openDocument(pdf, 'application/pdf') as InstanceType<
      typeof mupdf.PDFDocument
    >;
    const root = read.getTrailer().get('Root');
    expect(root.get('StructTreeRoot').isNull()).toBe(false);
    expect(root.get('Lang').asString()).toBe('be');
    const text = read.loadPage(0).toStructuredText('').asText();
    for (const words of ['сям’я', 'Ткацтва ў Беларусі', '#read("/etc/passwd")', '□'])
      expect(text).toContain(words);
    expect(slug).toBe('small');
  },
);

test('what is too large, too slow or too many is refused', { timeout: 60_000 }, async () => {
  const refused = { kind: 'conflict', code: 'proceedings.too_large' };
  await expect(printPdf({ text: 'x'.repeat(2000) }, { inBytes: 1000 })).rejects.toMatchObject(refused);
  await expect(printPdf({}, { ms: 1 })).rejects.toMatchObject(refused);
  await expect(printPdf({}, { processBytes: 1 })).rejects.toMatchObject(refused);

  const { ctx } = await withSession();
  let printed = 0;
  let release = (): void => undefined;
  const held = new Promise<void>((done) => (release = done));
  const printer = makePrinter(async () => {
    printed += 1;
    await held;
    return Buffer.from('pdf');
  });
  const docOf = (n: number): recordings.Proceedings => ({
    lang: 'be',
    of: 'session',
    title: { text: `${n}`, lang: 'be' },
    event: { text: 'Веча', lang: 'be', href: '/be/e/veche' },
    release: '',
    at: new Date(0),
    path: `/be/s/${n}/proceedings`,
    sessions: [],
  });
  const print = (n: number) => printer.print(ctx, docOf(n), 'https://veche.example');
  const waiting = Array.from({ length: 8 }, (_, n) => print(n));
  await expect(print(9)).rejects.toMatchObject({ kind: 'unavailable', code: 'proceedings.busy' });
  release();
  await Promise.all(waiting);
  await print(3);
  expect(printed).toBe(8);
});

test('while the sessions of a section are on beyond their time its address says so, and then holds them', async () => {
  const { ctx, id, event, slug, host } = await withSession();
  const staff = system(ctx);
  const section = await congress.createSection(
    staff,
    event,
    congress.sectionInput.parse({ slug: 'cloth', title: { be: 'Ткацтва' } }),
  );
  const input = {
    kind: 'speech',
    title: { be: 'Кросны' },
    startsAt: '2026-10-31T12:30',
    minutes: 60,
    section,
  };
  await congress.changeSession(staff, id, congress.sessionInput.parse(input));
  await congress.releaseProgramme(staff, event, 'two');
  await live.goLive(host, id);
  await expect(recordings.getSectionProceedings(ctx, slug, 'cloth')).rejects.toMatchObject({
    code: 'proceedings.not_yet',
  });
  const late = (of: Ctx): Ctx => ({ ...of, now: () => new Date('2026-10-31T11:45:00Z') });
  const doc = await recordings.getSectionProceedings(late(ctx), slug, 'cloth');
  expect([doc.note, doc.sessions]).toEqual([ctx.t('proceedings.still_on'), []]);
  expect((await printPdf(forPrint(doc, ctx.t, 'https://veche.example'))).length).toBeGreaterThan(1000);
  await live.endSession(late(host), id);
  const after = await recordings.getSectionProceedings(late(ctx), slug, 'cloth');
  expect([after.note, after.sessions.map((one) => one.id)]).toEqual([undefined, [id]]);
});

test('a hundred readings are one print, and another once somebody takes their words back', async () => {
  const { ctx, id, host } = await withSession();
  const at = (seconds: number): Ctx => ({
    ...host,
    now: () => new Date(ctx.now().getTime() + seconds * 1000),
  });
  await live.goLive(host, id);
  for (const [second, text] of [
    [5, 'гэта застанецца'],
    [60, 'гэта сакрэт'],
  ] as const)
    await live.addCaption(system(at(second)), id, 'be', text);
  await live.endSession(host, id);
  const prints: string[] = [];
  const printer = makePrinter(async (data) => {
    prints.push(JSON.stringify(data));
    return Buffer.from(`${prints.length}`);
  });
  const read = async () =>
    (
      await printer.print(ctx, await recordings.getProceedings(ctx, id), 'https://veche.example')
    ).pdf.toString();
  const readings = [];
  for (let n = 0; n < 25; n += 1)
    readings.push(...(await Promise.all(Array.from({ length: 4 }, () => read()))));
  expect([readings.length, new Set(readings)]).toEqual([100, new Set(['1'])]);
  const from = ctx.now().getTime() + 50_000;
  await live.blankCaptions(system(ctx), id, [{ from: new Date(from), to: new Date(from + 20_000) }]);
  // One who reads on while it is printed anew gets the new one, too.
  expect(await Promise.all([read(), read()])).toEqual(['2', '2']);
  expect(prints[0]).toContain('сакрэт');
  expect(prints[1]).toContain('гэта застанецца');
  expect(prints[1]).not.toContain('сакрэт');
});
