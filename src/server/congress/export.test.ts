import ICAL from 'ical.js';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Ctx } from '#server/kernel';
import * as congress from '#server/congress';
import { guest, system, testCtx } from '../../../tests/support/given.ts';
import { noSharedData, sharedData } from '../../../tests/support/shared-data.ts';
import { readProgramme } from './formats/read.ts';
import { writeXml } from './test-programme.ts';

const folder = sharedData('schedules');
const origin = 'https://veche.example';

async function released(bytes: Buffer, name: string): Promise<Ctx> {
  const ctx = system(await testCtx({ modules: [congress.module] }));
  const { event } = await congress.importProgramme(ctx, { event: 'out', create: true, name, bytes });
  await congress.releaseProgramme(ctx, event, 'one');
  return ctx;
}

describe('an export', () => {
  const file = [
    { id: '1', title: 'One & <two>', start: '10:00', people: ['Сініца'] },
    { id: '2', title: 'Night', start: '00:30', date: '2026-11-01T00:30:00+02:00' },
  ];

  test('read in again gives the same programme', async () => {
    const ctx = await released(writeXml(file), 'x.xml');
    for (const format of ['xml', 'json'] as const) {
      const { bytes } = await congress.exportProgramme(guest(ctx), 'out', format, { origin });
      const again = await congress.importProgramme(ctx, {
        event: `again-${format}`,
        create: true,
        name: `x.${format}`,
        bytes,
      });
      expect(again).toMatchObject({ events: 2, rooms: 1, tracks: 1, speakers: 1 });
      await congress.releaseProgramme(ctx, again.event, 'one');
      const show = async (slug: string) =>
        (await congress.getProgramme(guest(ctx), slug, { day: 'all' })).sessions.map(
          ({ title, start, minutes, day, people }) => ({ title, start, minutes, day, people }),
        );
      expect(await show(`again-${format}`)).toEqual(await show('out'));
    }
  });

  test('loses nothing on the way through, and says nothing that a later file says before it is released', async () => {
    const at = (title: string, more: string) =>
      Buffer.from(`<?xml version="1.0" encoding="UTF-8"?><schedule><version>1</version><conference><title>X</title>
      <acronym>xxxx</acronym><time_zone_name>Europe/Vilnius</time_zone_name></conference>
      <day index="1" date="2026-10-31"><room name="Hall" guid="00000000-0000-4000-8000-00000000aaaa">
      <event id="7" guid="00000000-0000-4000-8000-000000000007" code="ABCDEF"><date>2026-10-31T10:00:00+02:00</date>
      <start>10:00</start><duration>00:30</duration><room>Hall</room><slug>xxxx-${title.toLowerCase()}</slug>
      <title>${title}</title><subtitle/><track>T</track><type>lecture</type><language>be</language><abstract/><description/>
      <recording><license>${more}</license><optout>true</optout></recording><persons><person id="3">One</person></persons>
      <links><link href="https://a.example/" type="web">A</link></links>
      <attachments><attachment href="https://a.example/b.pdf" type="slides">B</attachment></attachments>
      <feedback_url>https://f.example/${more}</feedback_url></event></room></day></schedule>`);
    const ctx = await released(at('First', 'CC0'), 'x.xml');
    const { bytes } = await congress.exportProgramme(guest(ctx), 'out', 'xml');
    const read = (file: Uint8Array) => readProgramme(file, { name: 'x.xml' }).document;
    const [sent, came] = [read(at('First', 'CC0')), read(bytes)];
    expect(came.sessions).toEqual(sent.sessions);
    expect(came.rooms.map((room) => room.guid)).toEqual(['00000000-0000-4000-8000-00000000aaaa']);
    await congress.importProgramme(ctx, { event: 'out', name: 'x.xml', bytes: at('Second', 'Secret') });
    for (const format of congress.exportFormats)
      expect(
        (await congress.exportProgramme(guest(ctx), 'out', format, { name: '!' })).bytes.toString(),
      ).not.toMatch(/second|secret/i);
  });

  test('is the same bytes until something is released anew, and says which version an entry is', async () => {
    const ctx = await released(writeXml(file), 'x.xml');
    const first = await congress.exportProgramme(guest(ctx), 'out', 'ics', { origin });
    expect(
      (
        await congress.exportProgramme({ ...guest(ctx), app: { ...ctx.app, parts: {} } }, 'out', 'ics', {
          origin,
        })
      ).etag,
    ).toBe(first.etag);
    const entry = (bytes: Buffer) =>
      new ICAL.Component(ICAL.parse(bytes.toString()))
        .getAllSubcomponents('vevent')
        .map((one) => new ICAL.Event(one))
        .find((one) => one.summary.startsWith('One'))!;
    expect(entry(first.bytes).component.getFirstPropertyValue('url')).toMatch(
      /^https:\/\/veche\.example\/be\/s\/[0-9a-z]{12}$/,
    );
    const { event } = await congress.importProgramme(ctx, {
      event: 'out',
      name: 'x.xml',
      bytes: writeXml([{ ...file[0]!, start: '11:00' }, file[1]!]),
    });
    await congress.releaseProgramme(ctx, event, 'two');
    const second = await congress.exportProgramme(guest(ctx), 'out', 'ics', { origin });
    expect(second.etag).not.toBe(first.etag);
    expect(entry(second.bytes).uid).toBe(entry(first.bytes).uid);
    expect([entry(first.bytes).sequence, entry(second.bytes).sequence]).toEqual([0, 1]);
  });
});

describe.skipIf(!folder)(`of real programmes${folder ? '' : ` (skipped: ${noSharedData})`}`, () => {
  const schema = (name: string): string => readFileSync(join(folder!, 'schemas', name), 'utf8');

  test.each(['39c3-everything.schedule.xml', 'fosdem-2021-online.xml', 'pyconfr-2025.pretalx-api.json'])(
    '%s goes out valid',
    async (name) => {
      const ctx = await released(readFileSync(join(folder!, name)), name);
      const { bytes: xml } = await congress.exportProgramme(guest(ctx), 'out', 'xml', { origin });
      using xsd = XmlDocument.fromString(schema('schedule.xml.xsd'));
      using validator = XsdValidator.fromDoc(xsd);
      using document = XmlDocument.fromString(xml.toString());
      expect(() => validator.validate(document)).not.toThrow();
      const { bytes: json } = await congress.exportProgramme(guest(ctx), 'out', 'json', { origin });
      const ajv = new Ajv({ strict: false, allErrors: true, logger: false });
      addFormats.default(ajv);
      ajv.addMetaSchema(createRequire(import.meta.url)('ajv/dist/refs/json-schema-draft-06.json') as object);
      const check = ajv.compile(JSON.parse(schema('schema.json')) as object);
      check(JSON.parse(json.toString()));
      expect(check.errors ?? []).toEqual([]);
    },
  );

  test('a whole programme is put together in milliseconds', async () => {
    const ctx = await released(readFileSync(join(folder!, '39c3-everything.schedule.xml')), 'x.xml');
    await congress.getProgramme(guest(ctx), 'out', { day: 'all' });
    const began = performance.now();
    for (let n = 0; n < 10; n++) await congress.getProgramme(guest(ctx), 'out', { day: 'all' });
    const each = (performance.now() - began) / 10;
    expect(each).toBeLessThan(200);
  });
});
