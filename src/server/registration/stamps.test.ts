import { describe, expect, test } from 'vitest';
import { blind, toText, unblind, type Pending } from '#lib/stamps/blind.ts';
import * as congress from '#server/congress';
import type { Ctx } from '#server/kernel';
import * as registration from '#server/registration';
import { as, refusal } from '../../../tests/support/given.ts';
import { come, everything, invited, later, settings, withEvent, type Given } from './test-event.ts';

/** An event that stamps in its session now; each stamp below is taken with the browser's own module. */
async function withStamps(
  certificateMin = 1,
): Promise<Given & { word: string; session: string; key: string }> {
  const given = await withEvent();
  const [session] = given.sessions;
  await registration.saveSettings(given.staff, given.event, settings({ certificateMin }));
  await registration.openStamps(given.staff, session, true);
  const { word } = await registration.getStampHost(given.staff, session);
  const { key } = await registration.getStampPoint(given.ctx, session);
  return { ...given, session, word: word!, key: key! };
}
type Stamping = Awaited<ReturnType<typeof withStamps>>;

async function stamp(
  given: Stamping,
  code: string,
): Promise<{ text: string; pending: Pending; answer: string }> {
  const pending = await blind(given.key, given.session);
  const answer = await registration.takeStamp(given.ctx, given.session, {
    code,
    word: given.word,
    blinded: pending.blinded,
  });
  if (!('signature' in answer)) throw new Error('signed openly');
  return {
    pending,
    answer: answer.signature,
    text: await unblind(given.key, given.session, pending, answer.signature),
  };
}

const certify = (ctx: Ctx, name: string, ...stamps: string[]) =>
  registration.issueCertificate(ctx, { name, stamps: stamps.join('\n'), list: true });

describe('a stamp', () => {
  test('is signed unseen, once a ticket, and nothing stored or sent joins it to one', async () => {
    const given = await withStamps();
    const { code } = await come(given);
    const mine = await stamp(given, code);
    const [, prefix, signature] = mine.text.split('.');
    const dump = await everything(given.ctx);
    for (const secret of [prefix!, signature!, mine.pending.message, mine.pending.blinded, mine.answer, code])
      for (const form of [secret, Buffer.from(secret, 'base64url').toString('hex')])
        expect(dump).not.toContain(form);
    // what the server saw and answered is not what is kept
    expect([mine.pending.blinded, mine.answer]).not.toContain(signature);

    // the answer was lost: the same request is answered again, another one is not
    const ask = (blinded?: string, word = given.word) =>
      registration.takeStamp(given.ctx, given.session, { code, word, ...(blinded && { blinded }) });
    expect(await ask(mine.pending.blinded)).toEqual({ signature: mine.answer });
    const another = await blind(given.key, given.session);
    expect(await refusal(ask(another.blinded))).toBe('conflict registration.stamp_taken');
    expect(await refusal(ask())).toBe('conflict registration.stamp_taken');
    expect((await registration.getStampHost(given.staff, given.session)).given).toBeUndefined();
  });

  test('without JavaScript it is made here, the same whenever it is asked for', async () => {
    const given = await withStamps();
    const { code } = await come(given);
    const ask = () => registration.takeStamp(given.ctx, given.session, { code, word: given.word });
    const first = (await ask()) as { stamp: string };
    const second = (await ask()) as { stamp: string };
    expect(second.stamp.split('.').slice(0, 2)).toEqual(first.stamp.split('.').slice(0, 2));
    expect(await everything(given.ctx)).not.toContain(first.stamp.split('.')[1]);
    const { certificate } = await certify(given.ctx, 'Вольга', first.stamp);
    expect(certificate).toMatchObject({ name: 'Вольга', count: 1, minutes: 60, sessions: ['Looms'] });
    await certify(given.ctx, 'Вольга', second.stamp);
  });

  test('is refused without the figures, the ticket, the place, the hour', async () => {
    const given = await withStamps();
    const { code } = await come(given);
    const take = (input: Partial<{ code: string; word: string; blinded: string }>, ctx = given.ctx) =>
      refusal(registration.takeStamp(ctx, given.session, { code, word: given.word, ...input }));
    expect(await take({ word: '0000 0000 0' })).toBe('invalid registration.wrong_word');
    expect(await take({ word: '' })).toBe('invalid registration.wrong_word');
    expect(await take({ code: 'x' })).toBe('invalid registration.not_a_code');
    for (const blinded of ['AAAA', 'x'.repeat(400), toText(new Uint8Array(256).fill(255)), '!!!!'])
      expect(await take({ blinded })).toBe('invalid registration.bad_request');
    expect(await take({}, later(given.ctx, 200))).toBe('conflict registration.no_stamps_now');
    expect(
      await refusal(
        registration.takeStamp(given.ctx, given.sessions[1], { code, word: given.word, blinded: '' }),
      ),
    ).toBe('conflict registration.no_stamps_now');
    await registration.saveSettings(given.staff, given.event, settings({ mode: 'limited', places: 1 }));
    const waiting = await come(given);
    expect(await take({ code: waiting.code })).toBe('conflict registration.still_waiting');
    await registration.openStamps(given.staff, given.session, false);
    expect(await take({})).toBe('conflict registration.no_stamps_now');
    expect((await registration.getStampHost(given.staff, given.session)).word).toBeUndefined();
  });

  test('its figures are for who runs the session', async () => {
    const given = await withStamps();
    const host = await invited(given, 'host');
    expect((await registration.getStampHost(host, given.session)).word).toBe(given.word);
    expect(await refusal(registration.getStampHost(given.ctx, given.session))).toMatch(/^unauthenticated/);
    const speaker = await invited(given, 'speaker');
    expect(await refusal(registration.getStampHost(speaker, given.session))).toMatch(/^forbidden/);
    expect(await refusal(registration.openStamps(as(given.ctx, 'x'), given.session, true))).toMatch(
      /^forbidden/,
    );
    expect(JSON.stringify(await registration.getStampPoint(given.ctx, given.session))).not.toContain(
      given.word,
    );
  });
});

describe('a certificate', () => {
  test('says what was attended under a name that is stored nowhere, and is verified', async () => {
    const given = await withStamps();
    const mine = await stamp(given, (await come(given)).code);
    const { text, certificate } = await certify(given.ctx, '  Алесь   Нехта\u202e ', mine.text);
    expect(certificate.name).toBe('Алесь Нехта');
    expect(await registration.verifyCertificate(given.ctx, text)).toEqual(certificate);
    expect(await registration.verifyCertificate(given.ctx, ` https://x.org/be/verify#${text}\n`)).toEqual(
      certificate,
    );
    const dump = await everything(given.ctx);
    for (const form of [
      'Алесь',
      Buffer.from('Алесь').toString('hex'),
      Buffer.from('Нехта').toString('base64'),
    ])
      expect(dump).not.toContain(form);
    const counted = await registration.issueCertificate(given.ctx, {
      name: 'Алесь Нехта',
      stamps: mine.text,
      list: false,
    });
    expect(counted.certificate.sessions).toBeUndefined();
  });

  test('one changed letter, another key, or something else is refused', async () => {
    const given = await withStamps();
    const mine = await stamp(given, (await come(given)).code);
    const { text } = await certify(given.ctx, 'Ян', mine.text);
    const [body, signature] = text.split('.');
    const forged = Buffer.from(Buffer.from(body!, 'base64url').toString().replace('Ян', 'Ён')).toString(
      'base64url',
    );
    const bytes = Buffer.from(signature!, 'base64url');
    bytes[10]! ^= 1;
    const bad = [
      '',
      'x',
      text.slice(1),
      `${forged}.${signature}`,
      `${body}.${bytes.toString('base64url')}`,
      `${Buffer.from('{}').toString('base64url')}.${signature}`,
      'a'.repeat(300_000),
      mine.text,
    ];
    for (const one of bad)
      expect(await refusal(registration.verifyCertificate(given.ctx, one))).toBe(
        'invalid registration.bad_certificate',
      );
  });

  test('a stamp serves one name, however many certificates', async () => {
    const given = await withStamps();
    const [one, two] = [
      await stamp(given, (await come(given)).code),
      await stamp(given, (await come(given)).code),
    ];
    const first = await certify(given.ctx, 'Ян', one.text);
    expect((await certify(given.ctx, 'ЯН', one.text)).certificate.count).toBe(first.certificate.count);
    expect(await refusal(certify(given.ctx, 'Хтосьці', one.text))).toBe('conflict registration.stamp_spent');
    // two of one session count once, and the second is not used up
    const both = await certify(given.ctx, 'Ян', one.text, two.text, one.text);
    expect(both.certificate.count).toBe(1);
    expect((await certify(given.ctx, 'Хтосьці', two.text)).certificate.name).toBe('Хтосьці');
  });

  test('needs as many sessions as the event says, genuine, of one event', async () => {
    const given = await withStamps(2);
    const mine = await stamp(given, (await come(given)).code);
    expect(await refusal(certify(given.ctx, 'Ян', mine.text))).toBe('conflict registration.too_few_stamps');
    const [session, prefix, signature] = mine.text.split('.');
    const forged = [
      'x',
      `${given.sessions[1]}.${prefix}.${signature}`,
      `${session}.${signature!.slice(0, 43)}.${signature}`,
      `${session}.${prefix}.${'A'.repeat(342)}`,
    ];
    for (const one of forged)
      expect(await refusal(certify(given.ctx, 'Ян', one))).toBe('invalid registration.bad_stamp');
    expect(await refusal(certify(given.ctx, ' \u200b ', mine.text))).toBe(
      'invalid registration.name_missing',
    );
    expect(await refusal(certify(given.ctx, 'Ян', ...Array.from({ length: 501 }, () => mine.text)))).toBe(
      'invalid registration.stamps_long',
    );
    await registration.saveSettings(given.staff, given.event, settings({ certificateMin: 0 }));
    expect(await refusal(certify(given.ctx, 'Ян', mine.text))).toBe('conflict registration.no_certificates');
  });
});

describe('forgetting', () => {
  test('thirty days after the event only tens are left, and certificates are still verified', async () => {
    const given = await withStamps();
    const tickets = [];
    for (let i = 0; i < 13; i += 1) tickets.push(await come(given));
    const mine = await stamp(given, tickets[0]!.code);
    const { text, certificate } = await certify(given.ctx, 'Ян', mine.text);
    await registration.makeGroup(given.staff, given.event, { label: 'Настаўнікі', places: 5 });
    const forgetAt = (days: number) =>
      registration.module.jobs!.forget!(later(given.staff, days * 24 * 60), {});
    await forgetAt(30);
    expect((await registration.getTicket(given.ctx, tickets[0]!.code)).state).toBe('in');
    await forgetAt(32);
    expect(await refusal(registration.getTicket(given.ctx, tickets[0]!.code))).toBe(
      'not_found registration.no_such_ticket',
    );
    const pool = await given.ctx.db
      .selectFrom('registration.pool')
      .select(['taken', 'code_hash', 'label'])
      .orderBy('kind')
      .execute();
    expect(pool).toEqual([
      { taken: 10, code_hash: null, label: null },
      { taken: 0, code_hash: null, label: null },
    ]);
    for (const table of ['ticket', 'text_answer', 'stamping', 'spent_stamp'] as const)
      expect(await given.ctx.db.selectFrom(`registration.${table}`).selectAll().execute()).toEqual([]);
    expect(await registration.verifyCertificate(given.ctx, text)).toEqual(certificate);
    expect(await refusal(certify(given.ctx, 'Ян', mine.text))).toBe('gone registration.stamps_over');
    expect((await registration.getStampPoint(given.ctx, given.session)).open).toBe(false);
    expect(await congress.getSession(given.ctx, given.session)).toMatchObject({ minutes: 60 });
  });
});
