import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Refusal } from '#server/kernel';
import { refusalOf } from '../../../../tests/support/refusal-of.ts';
import { countClashes, listClashes, maxPairs } from './clashes.ts';
import { countProgramme } from './counts.ts';
import { readProgramme, type ReadOptions } from './read.ts';
import { rich } from './texts.ts';
import { readMinutes, zoneClock } from './times.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const read = (text: string, options?: ReadOptions) => readProgramme(bytes(text), options);

const frab = (events: string, { day = 'index="1" date="2026-05-01"', head = '' } = {}) =>
  `<schedule><conference><title>T</title>${head}</conference><day ${day}><room name="R">${events}</room></day></schedule>`;
const event = (inner: string, attributes = 'id="1"') =>
  `<event ${attributes}><start>10:00</start><duration>01:00</duration><title>A</title>${inner}</event>`;
const json = (events: unknown[], conference: Record<string, unknown> = {}) =>
  JSON.stringify({
    schedule: {
      conference: {
        title: 'T',
        days: [{ index: 1, date: '2026-05-01', rooms: { R: events } }],
        ...conference,
      },
    },
  });
const codes = (text: string, options?: ReadOptions) =>
  read(text, options).warnings.map((warning) => warning.code);

describe('a text made to be read for ever is read at once', () => {
  const many = 1_000_000;
  const columns = 'Title,Start,Minutes,Links';
  test.each([
    ['blanks that are no blanks of XML', `<schedule ${'\u00a0'.repeat(many)}x`],
    ['an attribute that never begins', `<schedule${' '.repeat(many)}x`],
  ])('%s', (_name, text) => {
    expect(refusalOf(() => read(text))).toMatchObject({ code: 'congress.import_invalid' });
  });
  test.each([
    ['a name of a column', `${columns},${'-'.repeat(many)}!,${':'.repeat(many)}x\nA,2026-05-01 10:00,60`],
    ['a time', `${columns}\nA,2026-05-01 1${' '.repeat(many)}x,60,`],
    ['a duration', `${columns}\nA,2026-05-01 10:00,60${' '.repeat(many)}x,`],
    ['a link', `${columns}\nA,2026-05-01 10:00,60,"https://example.org/${' '.repeat(many)}x\rx"`],
  ])('%s', (_name, text) => {
    expect(read(text, { name: 'a.csv' }).document.sessions).toHaveLength(1);
  });
});

describe('refused, with the place of the fault', () => {
  test.each([
    [
      'entity bomb',
      `<?xml version="1.0"?>\n<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]>\n${frab('')}`,
      '2:1',
    ],
    ['external entity', `<!DOCTYPE schedule [<!ENTITY x SYSTEM "file:///etc/passwd">]>${frab('')}`, '1:1'],
    ['external document type', `<!DOCTYPE schedule SYSTEM "http://example.org/x.dtd">${frab('')}`, '1:1'],
    ['cut XML', '<schedule>\n <conference>\n  <title>T', '3:11'],
    ['cut tag', '<schedule><day index="1', '1:16'],
    ['wrong closing tag', '<schedule><day></room></schedule>', '1:16'],
    ['two roots', '<schedule/><schedule/>', '1:12'],
    ['text around', 'x<schedule/>', '1:1'],
    ['other XML', '<html><body/></html>', '1:1'],
    ['cut JSON', '{"schedule": {\n "conference": {"title": "a"', '2:29'],
    ['cut JSON string', '{"schedule": "abc', '1:18'],
    ['broken JSON', '{"a": 1,\n "b": x}', '2:7'],
    ['JSON with a comma too many', '{"schedule": {"conference": {}},\n}', '2:1'],
    ['JSON that goes on', '{"schedule": {}}\n{}', '2:1'],
    ['other JSON', '{"hello": 1}', '/schedule'],
    ['JSON without a conference', '{"schedule": {"events": []}}', '/schedule/conference'],
    ['nothing', '', '1:1'],
    ['plain text', 'hello', '1:1'],
    ['unknown encoding', '<?xml version="1.0" encoding="x-klingon"?><schedule/>', '1:1'],
  ])('%s', (_name, text, where) => {
    const refusal = refusalOf(() => read(text));
    expect(refusal).toMatchObject({ kind: 'invalid', code: 'congress.import_invalid', params: { where } });
    expect(refusal.params.what).toBeTruthy();
  });

  test('packed files', () => {
    expect(refusalOf(() => readProgramme(Uint8Array.of(0x1f, 0x8b, 8, 0))).params.what).toBe('a packed file');
    expect(refusalOf(() => readProgramme(Uint8Array.of(0x50, 0x4b, 3, 4))).params.what).toBe('a packed file');
  });

  test('depth, without the stack of the process', () => {
    const deepJson = `{"schedule":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
    expect(refusalOf(() => read(deepJson)).params).toMatchObject({
      where: '1:76',
      what: 'deeper than 64 levels',
    });
    expect(refusalOf(() => read(`<schedule>${'<a>'.repeat(200_000)}`)).params).toMatchObject({
      what: 'deeper than 64 levels',
    });
    expect(
      read(`{"schedule":{"conference":{"title":"T","days":[]},"x":${'['.repeat(60)}${']'.repeat(60)}}}`)
        .document.sessions,
    ).toEqual([]);
  });

  test('size', () => {
    const refusal = refusalOf(() => readProgramme(new Uint8Array(64 * 1024 * 1024 + 1)));
    expect(refusal.code).toBe('congress.import_too_large');
    expect(refusalOf(() => read(frab(''), { limit: 10 })).code).toBe('congress.import_too_large');
    expect(refusalOf(() => read(`<schedule>${'<a/>'.repeat(2_000_001)}</schedule>`)).code).toBe(
      'congress.import_too_large',
    );
    expect(refusalOf(() => read(`[${'0,'.repeat(4_000_001)}0]`)).code).toBe('congress.import_too_large');
  });
});

describe('encodings', () => {
  const text = (encoding: string) =>
    `<?xml version="1.0" encoding="${encoding}"?>${frab(event('<subtitle>Зала é</subtitle>'))}`;
  const subtitle = (data: Uint8Array) => readProgramme(data).document.sessions[0]?.subtitle?.und;

  test('UTF-8 and UTF-16 with and without a mark', () => {
    expect(subtitle(bytes(`\ufeff${text('UTF-8')}`))).toBe('Зала é');
    expect(subtitle(Buffer.from(`\ufeff${text('UTF-16')}`, 'utf16le'))).toBe('Зала é');
    expect(subtitle(Buffer.from(text('UTF-16'), 'utf16le'))).toBe('Зала é');
    expect(subtitle(Buffer.from(`\ufeff${text('UTF-16')}`, 'utf16le').swap16())).toBe('Зала é');
  });

  test('windows-1251 and latin1 by declaration', () => {
    const cyrillic = Buffer.concat([
      Buffer.from('<?xml version="1.0" encoding="windows-1251"?><schedule><conference><title>'),
      Buffer.from([0xc2, 0xe5, 0xf7, 0xe0]),
      Buffer.from('</title></conference></schedule>'),
    ]);
    expect(readProgramme(cyrillic).document.event.title).toEqual({ und: 'Веча' });
    expect(subtitle(Buffer.from(text('ISO-8859-1').replace('Зала', 'Hall'), 'latin1'))).toBe('Hall é');
  });

  test('bytes that do not fit are replaced and told of', () => {
    const wrong = Buffer.from(text('UTF-8').replace('Зала', 'Hall'), 'latin1');
    const { document, warnings } = readProgramme(wrong);
    expect(document.sessions[0]!.subtitle).toEqual({ und: 'Hall \ufffd' });
    expect(warnings).toContainEqual({
      code: 'encoding_replaced',
      where: expect.stringMatching(/^1:\d+$/),
      count: 1,
    });
    expect(codes(text('UTF-16'))).toContain('encoding_misdeclared');
  });
});

describe('oddities are read, each with one warning', () => {
  test('person 0 is nobody in particular', () => {
    const people = '<persons><person id="0">A</person><person id="0">B</person></persons>';
    const { document, warnings } = read(frab(event(people) + event(people.replace('>A<', '>C<'), 'id="2"')));
    expect(document.people.map((person) => person.key)).toEqual(['name:A', 'name:B', 'name:C']);
    expect(warnings.find((warning) => warning.code === 'person_id_zero')).toEqual({
      code: 'person_id_zero',
      where: 'day 1 / R / event 1',
      count: 4,
    });
  });

  test('one id for several sessions: all are kept, under keys that do not depend on their order', () => {
    const first =
      '<event id="7" guid="BF48FA55-92A1-5481-A14A-F77CC0D4FCCB"><start>10:00</start><duration>1:00</duration><title>A</title></event>';
    const second = first.replace('10:00', '12:00');
    const a = read(frab(first + second)).document.sessions;
    const b = read(frab(second + first)).document.sessions;
    expect(a[0]!.key).toBe('bf48fa55-92a1-5481-a14a-f77cc0d4fccb');
    expect(a[1]!.source.repeats).toBe(a[0]!.key);
    expect(new Map(a.map((session) => [session.start, session.key]))).toEqual(
      new Map(b.map((session) => [session.start, session.key])),
    );
    expect(read(frab(first + second)).warnings).toContainEqual({
      code: 'id_repeated',
      where: 'day 1 / R / event 7',
      count: 1,
    });
  });

  test('sessions without any id keep one key from reading to reading', () => {
    const text = frab(event('', '') + event('<subtitle>s</subtitle>', '').replace('>A<', '>B<'));
    const keys = read(text).document.sessions.map((session) => session.key);
    expect(new Set(keys).size).toBe(2);
    expect(read(text).document.sessions.map((session) => session.key)).toEqual(keys);
  });

  test('after midnight: the date of the next day, the day of the grid', () => {
    const late = event('').replace('10:00', '01:30');
    const day =
      'index="1" date="2026-05-01" start="2026-05-01T10:00:00+02:00" end="2026-05-02T04:00:00+02:00"';
    const session = read(frab(late, { day }), { zone: 'Europe/Warsaw' }).document.sessions[0]!;
    expect(session).toMatchObject({ start: '2026-05-02T01:30:00+02:00', day: 1 });
    expect(read(frab(late), { zone: 'Europe/Warsaw' }).document.sessions[0]!.start).toBe(
      '2026-05-01T01:30:00+02:00',
    );
  });

  test('durations of every spelling', () => {
    expect(['1:30', '01:30:00', 'PT1H30M', '90', 90, 'P1D', '36:00'].map(readMinutes)).toEqual([
      90, 90, 90, 90, 90, 1440, 2160,
    ]);
    expect(['-1:00', 'PT', 'P', '', 'soon', null, {}, Number.NaN].map(readMinutes)).toEqual([
      -60,
      ...Array(7).fill(undefined),
    ]);
    expect(codes(frab(event('').replace('01:00', '-1:00')))).toContain('duration_absurd');
    expect(
      read(json([{ id: 1, title: 'A', date: '2026-05-01T10:00:00+02:00', end: '2026-05-01T10:45:00+02:00' }]))
        .document.sessions[0]!.minutes,
    ).toBe(45);
  });

  test('absurd dates leave the session without a time', () => {
    for (const date of [
      '0001-01-01T10:00:00+01:00',
      '9999-12-31T10:00:00Z',
      '2026-02-31T10:00:00Z',
      '2026-05-01T25:00:00Z',
    ]) {
      const { document, warnings } = read(json([{ id: 1, title: 'A', date, duration: '01:00' }]));
      expect(document.sessions[0]!.start).toBeUndefined();
      expect(warnings.map((warning) => warning.code)).toContain('date_absurd');
      expect(countProgramme(document).events).toBe(1);
    }
  });

  test('languages in one field, by name, or none at all', () => {
    const languages = (text: string) =>
      read(frab(event(`<language>${text}</language>`))).document.sessions[0]!.languages;
    expect(languages('de, en')).toEqual(['de', 'en']);
    expect(languages('Deutsch')).toEqual(['de']);
    expect(languages('en-US/be')).toEqual(['en-us', 'be']);
    expect(languages('')).toEqual([]);
    expect(codes(frab(event('<language>42!</language>')))).toContain('language_unknown');
  });

  test('tracks as text, as slug, as an object, at the top', () => {
    const head = '<track name="Law" slug="law" color="#AABBCC"/>';
    const { document } = read(
      frab(
        event('<track>Law</track>') +
          event('<track slug="law">Law</track>', 'id="2"') +
          event('<track>law</track>', 'id="3"'),
        { head },
      ),
    );
    expect(document.tracks).toEqual([{ key: 'law', name: { und: 'Law' }, slug: 'law', color: '#aabbcc' }]);
    expect(document.sessions.map((session) => session.track)).toEqual(['law', 'law', 'law']);
    expect(
      read(json([{ id: 1, title: 'A', track: { de: 'Recht', en: 'Law' } }])).document.tracks[0]!.name,
    ).toEqual({ de: 'Recht', en: 'Law' });
  });

  test('fields of any shape at all', () => {
    const odd = {
      id: {},
      guid: [],
      title: 5,
      persons: 'x',
      links: [1, null, 'ftp://a'],
      track: [],
      room: {},
      language: ['de', 4],
      duration: {},
      date: 7,
      recording: 1,
    };
    const { document } = read(
      json([odd, null, 'x', 5, [], { persons: [null, 1, { name: {} }] }], {
        tracks: [null, 1, {}],
        rooms: 5,
        title: [],
      }),
    );
    expect(document.sessions.length).toBe(2);
    expect(
      read('{"schedule":{"conference":{"title":"T","days":{"1":{"rooms":{"R":{}}}}}}}').document.sessions,
    ).toEqual([]);
  });

  test('keys that mean something to the language', () => {
    const text =
      '{"schedule":{"conference":{"title":{"__proto__":"x","constructor":"y","en":"T"},"days":[{"rooms":{"__proto__":[{"id":1,"title":"A"}]}}]}}}';
    const { document } = read(text);
    expect(document.event.title).toEqual({ en: 'T' });
    expect(document.sessions).toHaveLength(1);
    expect(read(frab(event('', '__proto__="1" constructor="2"'))).document.sessions).toHaveLength(1);
  });

  test('control characters, NUL and halves of characters', () => {
    const { document } = read(
      json([{ id: 1, title: 'A\u0000\u202eB\ud800C\u0007', abstract: 'x\r\ny\u0000' }]),
    );
    expect(document.sessions[0]!.title.und).toBe('AB\ufffdC');
    expect(document.sessions[0]!.abstract!.und).toBe('x\ny');
  });

  test('the pretalx widget: everything by reference, breaks without a code', () => {
    const talks = [
      {
        code: 'ABCDEF',
        title: 'A',
        speakers: ['SPKR01'],
        track: 3,
        room: 1,
        start: '2026-05-01T10:00:00+02:00',
        duration: 30,
      },
      {
        id: 9,
        title: { en: 'Lunch', be: 'Абед' },
        room: 1,
        start: '2026-05-01T12:00:00+02:00',
        end: '2026-05-01T13:00:00+02:00',
      },
      { code: 'GHIJKL', title: 'B', room: 'Attic', start: '2026-05-01T12:00:00+02:00', duration: 30 },
      { code: 'MNOPQR', title: 'C', room: { en: 'Attic' }, start: '2026-05-01T13:00:00+02:00', duration: 30 },
    ];
    const { document, warnings } = read(
      JSON.stringify({
        talks,
        rooms: [{ id: 1, name: { en: 'Big' } }],
        tracks: [{ id: 3, name: { en: 'Law' }, color: '#00ff00' }],
        speakers: [{ code: 'SPKR01', name: 'Ann' }],
        timezone: 'Europe/Warsaw',
        version: '3',
      }),
    );
    expect(document.event).toMatchObject({ zone: 'Europe/Warsaw', version: '3' });
    expect(document.rooms.map((room) => room.name)).toEqual([{ en: 'Big' }, { und: 'Attic' }]);
    expect(document.sessions.map((session) => [session.room, session.kind, session.minutes])).toEqual([
      ['name:Big', 'speech', 30],
      ['name:Big', 'break', 60],
      ['name:Attic', 'speech', 30],
      ['name:Attic', 'speech', 30],
    ]);
    expect(document.sessions[0]!.people).toEqual([{ key: 'SPKR01', name: 'Ann' }]);
    expect(document.tracks[0]!.key).toBe(document.sessions[0]!.track);
    expect(warnings.map((warning) => warning.code)).toEqual(['event_without_title']);
  });

  test('the pretalx API: lists of submissions, of slots, of everything', () => {
    const submission = {
      code: 'ABCDEF',
      title: 'A',
      speakers: ['SPKR01'],
      submission_type: { en: 'Workshop' },
      track: { en: 'Law' },
      content_locale: 'en',
      state: 'confirmed',
      slot: { room: { en: 'Big' }, start: '2026-05-01T10:00:00+02:00', end: '2026-05-01T11:00:00+02:00' },
    };
    const list = read(JSON.stringify({ count: 1, next: null, results: [submission] }));
    expect(list.format).toBe('pretalx-api');
    expect(list.document.sessions[0]).toMatchObject({
      minutes: 60,
      kind: 'workshop',
      languages: ['en'],
      source: { code: 'ABCDEF' },
    });
    const slot = {
      id: 5,
      room: { id: 1, name: { en: 'Big' } },
      start: '2026-05-01T10:00:00+02:00',
      end: '2026-05-01T11:00:00+02:00',
      submission: { ...submission, slot: null },
    };
    expect(countProgramme(read(JSON.stringify({ count: 1, results: [slot] })).document)).toMatchObject({
      events: 1,
      rooms: 1,
      speakers: 1,
    });
    const all = {
      submissions: { count: 1, results: [submission] },
      speakers: { results: [{ code: 'SPKR01', name: 'Ann', biography: 'Bio' }] },
      rooms: [{ id: 1, name: { en: 'Big', be: 'Вялікая' } }],
    };
    const { document } = read(JSON.stringify(all));
    expect(document.people).toEqual([
      { key: 'SPKR01', name: 'Ann', code: 'SPKR01', biography: { und: 'Bio' } },
    ]);
    expect(document.rooms).toHaveLength(1);
  });
});

describe('texts', () => {
  test('HTML is reduced to a small list', () => {
    const dirty =
      '<p onclick="x()">A<script>alert(1)</script><img src=x onerror=alert(1)><a href="javascript:x">b</a><a href="https://e.org" target=_top>c</a><b style="x">d</b></p><iframe src="//e"></iframe>';
    expect(rich(dirty)).toBe(
      '<p>A<a>b</a><a href="https://e.org" rel="noopener noreferrer">c</a><strong>d</strong></p>',
    );
    expect(rich('1 < 2 and vector<int> & *so*')).toBe('1 < 2 and vector<int> & *so*');
  });

  test('HTML written plainly into the XML is read too', () => {
    const { document } = read(
      frab(
        event(
          '<abstract><p>A <em>b</em></p><script>x</script></abstract><description><![CDATA[<h1>T</h1>]]></description>',
        ),
      ),
    );
    expect(document.sessions[0]!.abstract!.und).toBe('<p>A <em>b</em></p>');
    expect(document.sessions[0]!.description!.und).toBe('<h3>T</h3>');
  });

  test('cleaning twice changes nothing, and nothing dangerous is left', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '<p>',
        '</p>',
        '<script>',
        '</script>',
        '<a href="',
        'javascript:',
        '">',
        '<!--',
        '-->',
        '&lt;',
        '&#60;',
        '<svg/onload=x>',
        '<img src=x onerror=y>',
        "'",
        '<b>',
        '</a>',
        '<pre>',
        'text ',
      ),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const once = rich(pieces.join(''));
        expect(rich(once)).toBe(once);
        expect(once).not.toMatch(/<(script|img|svg|iframe|style)[\s>/][^<]*>/i);
        expect(once).not.toMatch(/<a[^>]*href="?javascript/i);
      }),
      { numRuns: 500 },
    );
  });

  test('links lead to the web or to a letter box, nowhere else', () => {
    const links =
      '<links><link href="javascript:alert(1)">a</link><link href="/x">b</link><link href="https://user:pw@e.org/#a#b">c</link><link href="mailto:a@e.org">d</link><link href="data:text/html,x">e</link></links>';
    expect(
      read(
        frab(event(links), { head: '<base_url>https://b.org/y/</base_url>' }),
      ).document.sessions[0]!.links.map((link) => link.url),
    ).toEqual(['https://b.org/x', 'https://e.org/#a%23b', 'mailto:a@e.org']);
    expect(codes(frab(event(links)))).toContain('link_refused');
  });
});

describe('time zones', () => {
  test('the lost and the doubled hour', () => {
    const clock = zoneClock('Europe/Warsaw');
    expect(clock.stampOf({ date: '2026-03-29', time: '01:59:00' })).toBe('2026-03-29T01:59:00+01:00');
    expect(clock.stampOf({ date: '2026-03-29', time: '03:00:00' })).toBe('2026-03-29T03:00:00+02:00');
    expect(new Date(clock.stampOf({ date: '2026-03-29', time: '02:30:00' })).toISOString()).toBe(
      '2026-03-29T01:30:00.000Z',
    );
    expect(clock.stampOf({ date: '2026-10-25', time: '02:30:00' })).toBe('2026-10-25T02:30:00+02:00');
    expect(clock.stampOf({ date: '2026-10-25', time: '03:00:00' })).toBe('2026-10-25T03:00:00+01:00');
    expect(zoneClock('Asia/Kolkata').stampOf({ date: '2026-01-01', time: '00:00:00' })).toBe(
      '2026-01-01T00:00:00+05:30',
    );
  });

  test('a zone nobody knows, and none', () => {
    expect(codes(frab(event(''), { head: '<time_zone_name>Mars/Base</time_zone_name>' }))).toEqual(
      expect.arrayContaining(['zone_unknown', 'zone_missing']),
    );
    expect(read(frab(event(''))).document.event).toMatchObject({ zone: 'UTC', zoneSource: 'none' });
  });
});

describe('much of everything', () => {
  test('any bytes give a document or a refusal', () => {
    const start = fc.constantFrom(
      '',
      '<schedule>',
      '{"schedule":',
      '<?xml version="1.0"?>',
      '\ufeff',
      frab(event('')),
      json([{ id: 1, title: 'A' }]),
    );
    fc.assert(
      fc.property(start, fc.uint8Array({ maxLength: 200 }), fc.nat(), (text, noise, at) => {
        const whole = Buffer.from(text);
        const cut = at % (whole.length + 1);
        try {
          readProgramme(Buffer.concat([whole.subarray(0, cut), noise, whole.subarray(cut)]));
        } catch (error) {
          expect(error).toBeInstanceOf(Refusal);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test('any JSON in any place gives a document or a refusal', () => {
    const shapes = fc.anything({
      withNullPrototype: false,
      maxDepth: 3,
      key: fc.constantFrom(
        'guid',
        'id',
        'title',
        'persons',
        'room',
        'start',
        'date',
        'name',
        'en',
        'results',
        'slots',
        'code',
        'links',
        'url',
        '2026-05-01',
        '__proto__',
      ),
      values: [
        fc.string(),
        fc.integer(),
        fc.constant(null),
        fc.boolean(),
        fc.constant('2026-05-01T10:00:00Z'),
      ],
    });
    fc.assert(
      fc.property(
        shapes,
        fc.constantFrom('events', 'days', 'day', 'results', 'schedule', 'persons', 'rooms'),
        (value, place) => {
          const wrapped = {
            events: { schedule: { conference: { title: 'T' }, events: [value] } },
            days: { schedule: { conference: { days: value } } },
            day: { schedule: { conference: { days: [{ rooms: { R: [value], S: value } }] } } },
            results: { results: [value], speakers: value, rooms: value, tracks: value },
            schedule: { schedule: value },
            persons: {
              schedule: { conference: { title: 'T', days: [], tracks: value }, persons: [value], events: [] },
            },
            rooms: { schedule: { '2026-05-01': { 510: { 12: value } } }, rooms: [value], speakers: value },
          }[place];
          try {
            readProgramme(bytes(JSON.stringify(wrapped)));
          } catch (error) {
            expect(error).toBeInstanceOf(Refusal);
          }
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test('millions of empty sessions, rooms or people do not fill the memory', () => {
    const empty = `[${'{},'.repeat(100_000)}{}]`;
    const named = `[${Array.from({ length: 100_001 }, (_, index) => `{"name":"${index}"}`).join()}]`;
    for (const text of [
      `{"schedule":{"conference":{"days":[{"rooms":{"R":${empty}}}]}}}`,
      `{"schedule":{"conference":{"title":"T","rooms":${named}},"events":[]}}`,
      `{"schedule":{"conference":{"title":"T","tracks":${named}},"events":[]}}`,
      `{"schedule":{"conference":{"title":"T"},"persons":${named},"events":[]}}`,
    ]) {
      expect(refusalOf(() => read(text)).code).toBe('congress.import_too_large');
    }
  }, 60_000);

  test('a hundred thousand rooms', () => {
    const rooms = Array.from(
      { length: 100_000 },
      (_, index) => `<room name="r${index}"><event id="${index + 1}"><title>x</title></event></room>`,
    ).join('');
    const { document } = read(`<schedule><conference/><day date="2026-05-01">${rooms}</day></schedule>`);
    expect(document.rooms).toHaveLength(100_000);
  }, 60_000);

  test('everything in one room at one time does not fill the memory', () => {
    const sessions = Array.from({ length: 50_000 }, (_, index) => ({
      key: `${index}`,
      start: '2026-05-01T10:00:00+02:00',
      minutes: 60,
      room: 'R',
      people: [{ key: 'p' }],
    }));
    expect(countClashes(sessions)).toEqual({ room: maxPairs, speaker: maxPairs });
  });

  test('texts made to slow a reader down', () => {
    const slow = [
      '<p '.repeat(60_000),
      '<em>'.repeat(40_000),
      '&#'.repeat(90_000),
      '<a href="'.repeat(20_000),
      ' '.repeat(190_000),
      '<!--'.repeat(40_000),
    ];
    for (const text of slow) {
      const begin = performance.now();
      read(
        json([
          {
            id: 1,
            title: text,
            abstract: text,
            description: text,
            language: text,
            duration: text,
            date: text,
            slug: text,
          },
        ]),
      );
      expect(performance.now() - begin).toBeLessThan(3_000);
    }
  });

  test('reading grows with the size, not faster', () => {
    const make = (count: number) =>
      bytes(
        frab(
          Array.from({ length: count }, (_, index) =>
            event(
              `<abstract>${'word '.repeat(200)}&lt;p&gt;x&lt;/p&gt;</abstract><persons><person id="${index % 700}">N${index}</person></persons>`,
              `id="${index + 1}"`,
            ),
          ).join(''),
        ),
      );
    const time = (data: Uint8Array) =>
      Math.min(
        ...Array.from({ length: 4 }, () => {
          const begin = performance.now();
          readProgramme(data);
          return performance.now() - begin;
        }),
      );
    const [small, large] = [make(300), make(3_000)];
    time(small);
    // Ten times the sessions: linear is 10, quadratic 100; the machine may be busy.
    expect(time(large) / time(small)).toBeLessThan(30);
  });
});

describe('clashes', () => {
  const at = (key: string, from: string, minutes: number, room: string, ...people: string[]) => ({
    key,
    start: `2026-05-01T${from}:00+02:00`,
    minutes,
    room,
    people: people.map((person) => ({ key: person })),
  });

  test('half-open, in one room, or sharing a person once', () => {
    const sessions = [
      at('c', '11:00', 30, 'A', 'x', 'y'),
      at('a', '10:00', 60, 'A', 'x'),
      at('b', '10:30', 60, 'B', 'x', 'y'),
      at('z', '10:30', 0, 'A', 'x'),
    ];
    expect(listClashes(sessions)).toEqual({
      room: [],
      speaker: [
        ['a', 'b'],
        ['b', 'c'],
      ],
    });
    expect(listClashes([at('a', '10:00', 61, 'A'), at('b', '11:00', 10, 'A')]).room).toEqual([['a', 'b']]);
  });

  test('as many as comparing everything with everything', () => {
    const session = fc.record({
      hour: fc.integer({ min: 0, max: 23 }),
      minutes: fc.integer({ min: 0, max: 200 }),
      room: fc.constantFrom('A', 'B'),
      people: fc.uniqueArray(fc.constantFrom('x', 'y', 'z')),
    });
    fc.assert(
      fc.property(fc.array(session, { maxLength: 25 }), (raw) => {
        const sessions = raw.map((one, index) =>
          at(String(index), `${String(one.hour).padStart(2, '0')}:00`, one.minutes, one.room, ...one.people),
        );
        const expected = { room: 0, speaker: 0 };
        raw.forEach((a, index) =>
          raw.slice(index + 1).forEach((b) => {
            const overlap =
              a.minutes > 0 &&
              b.minutes > 0 &&
              a.hour * 60 < b.hour * 60 + b.minutes &&
              b.hour * 60 < a.hour * 60 + a.minutes;
            if (overlap && a.room === b.room) expected.room += 1;
            if (overlap && a.people.some((person) => b.people.includes(person))) expected.speaker += 1;
          }),
        );
        expect(countClashes(sessions)).toEqual(expected);
      }),
    );
  });
});

describe('what was lost in silence', () => {
  const read = (text: string) => readProgramme(new TextEncoder().encode(text));
  const event = (more: string) =>
    `{"guid":"00000000-0000-4000-8000-00000000000${more.length % 10}","title":"x","duration":"00:30","date":"2026-05-01T10:00:00+02:00"${more}}`;
  const day = (rooms: string) =>
    `{"schedule":{"version":"1","conference":{"title":"x","days":[{"index":1,"date":"2026-05-01","rooms":${rooms}}]}}}`;
  const codes = (text: string) => read(text).warnings.map(({ code, where, count }) => [code, where, count]);

  test('a room that stands twice in one object', () => {
    const text = day(`{"A":[${event('')}],"A":[${event(',"a":1')}]}`);
    expect(read(text).document.sessions).toHaveLength(1);
    expect(codes(text)).toContainEqual(['json_key_repeated', `1:${text.lastIndexOf('"A"') + 1}`, 1]);
    expect(codes(day(`{"A":[${event(',"note":"{\\"a\\":1, \\"a\\":2}"')}]}`)).flat()).not.toContain(
      'json_key_repeated',
    );
  });

  test('a clock that does not exist', () => {
    expect(codes(day(`{"A":[${event(',"start":"25:10"')}]}`)).flat()).toContain('time_absurd');
  });

  test('one number under two guids', () => {
    const text = day(`{"A":[${event(',"id":7')},${event(',"id":7,"subtitle":"y"')}]}`);
    expect(read(text).document.sessions).toHaveLength(2);
    expect(codes(text).flat()).toContain('number_shared');
  });
});
