import { describe, expect, test } from 'vitest';
import * as congress from '#server/congress';
import type { Ctx } from '#server/kernel';
import * as registration from '#server/registration';
import { as, refusal } from '../../../tests/support/given.ts';
import { hashCode, makeCode, readCode } from './code.ts';
import { come, everything, invited, later, settings, withEvent, type Given } from './test-event.ts';

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
    const tickets: registration.Registered[] = [];
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

describe('who comes', () => {
  test('by section, each with its own places', async () => {
    const given = await withEvent();
    const { section } = given;
    await registration.saveSettings(
      given.staff,
      given.event,
      settings({ mode: 'sections', sections: { [section]: 1 } }),
    );
    expect(await refusal(come(given))).toBe('invalid registration.section_needed');
    expect(await refusal(come(given, { section: 'nosuchsection' }))).toBe(
      'invalid registration.no_such_section',
    );
    expect((await come(given, { section })).state).toBe('in');
    const waiting = await come(given, { section });
    expect(waiting.state).toBe('waiting');
    expect((await registration.getTicket(given.ctx, waiting.code)).section).toMatchObject({
      text: 'Weaving',
    });
    const view = await registration.getRegistration(given.ctx, 'small');
    expect(view.sections).toMatchObject([{ full: true, places: 1 }]);
  });

  test('a group: so many places and no more, none after it was revoked, and its name is nowhere', async () => {
    const given = await withEvent();
    await registration.saveSettings(given.staff, given.event, settings({ mode: 'codes' }));
    const { id, code } = await registration.makeGroup(given.staff, given.event, {
      label: 'Teachers of Hrodna',
      places: 2,
    });
    expect(await refusal(come(given))).toBe('invalid registration.invitation_needed');
    expect(await refusal(come(given, { invitation: makeCode() }))).toBe(
      'invalid registration.no_such_invitation',
    );
    const mine = await come(given, { invitation: code.toUpperCase() });
    await come(given, { invitation: code });
    expect(await refusal(come(given, { invitation: code }))).toBe('conflict registration.invitation_used_up');
    expect(JSON.stringify(await registration.getTicket(given.ctx, mine.code))).not.toContain('Hrodna');
    // a ticket is no invitation, and an invitation is no ticket
    expect(await refusal(come(given, { invitation: mine.code }))).toBe(
      'invalid registration.no_such_invitation',
    );
    expect(await refusal(registration.getTicket(given.ctx, code))).toBe(
      'not_found registration.no_such_ticket',
    );
    await registration.cancelTicket(given.ctx, mine.code);
    expect((await come(given, { invitation: code })).state).toBe('in');
    await registration.setGroupPlaces(given.staff, given.event, id, 5);
    await registration.revokeGroup(given.staff, given.event, id);
    expect(await refusal(come(given, { invitation: code }))).toBe('invalid registration.no_such_invitation');
    expect(await registration.listGroups(given.staff, given.event)).toMatchObject([
      { label: 'Teachers of Hrodna', places: 5, taken: undefined, revoked: true },
    ]);
  });

  test('the end passes while one is typing: ten minutes more for who began in time', async () => {
    const given = await withEvent();
    const closesAt = '2026-10-31T13:00';
    await registration.saveSettings(given.staff, given.event, settings({ closesAt }));
    const { ctx, event } = given;
    const inTime = () => registration.makeBox(ctx, event);
    const send = (box: string, minutes: number) =>
      registration.register(later(ctx, minutes), 'small', { box, answers: {} });
    expect((await send(inTime(), 27)).state).toBe('in');
    expect(await refusal(send(inTime(), 29))).toBe('conflict registration.deadline_passed');
    // whoever opened the form only after the end has no such minutes
    const late = registration.makeBox(later(ctx, 19), event);
    expect(await refusal(send(late, 20))).toBe('conflict registration.deadline_passed');
    // closed by hand in the middle
    const box = inTime();
    await registration.saveSettings(given.staff, given.event, settings({ mode: 'closed' }));
    expect(await refusal(send(box, 0))).toBe('conflict registration.closed_meanwhile');
    await registration.saveSettings(given.staff, given.event, settings({ opensAt: '2026-11-01T00:00' }));
    expect(await refusal(send(box, 0))).toBe('conflict registration.not_yet');
    expect(await registration.findState(ctx, event)).toBe('early');
  });

  test('forged boxes and tickets are nothing', async () => {
    const given = await withEvent();
    await registration.saveSettings(given.staff, given.event, settings({}));
    for (const box of ['', 'x', registration.makeBox(given.ctx, 'another'), 'A'.repeat(2_000)])
      expect(await refusal(come(given, { box }))).toBe('invalid registration.bad_form');
    expect(await refusal(registration.getTicket(given.ctx, makeCode()))).toBe(
      'not_found registration.no_such_ticket',
    );
    for (const code of ['', 'a', 'ы'.repeat(200), `${makeCode()}x`])
      expect(await refusal(registration.cancelTicket(given.ctx, code))).toBe(
        'invalid registration.not_a_code',
      );
  });

  test('an event that is taken away takes its tickets with it', async () => {
    const given = await withEvent();
    await registration.saveSettings(given.staff, given.event, settings({}));
    const { code } = await come(given);
    await congress.removeEvent(given.staff, given.event);
    expect(await refusal(registration.getRegistration(given.ctx, 'small'))).toBe(
      'not_found congress.no_such_event',
    );
    expect(await refusal(registration.getTicket(given.ctx, code))).toBe(
      'not_found registration.no_such_ticket',
    );
    await registration.module.jobs!.forget!(given.staff, {});
    const left = await given.ctx.db.selectFrom('registration.ticket').selectAll().execute();
    expect(left).toEqual([]);
  });
});

const words = (text: string) => ({ en: text });
const ask = (given: Given, input: Partial<Parameters<typeof registration.saveQuestion>[3]>) =>
  registration.saveQuestion(given.staff, given.event, undefined, {
    kind: 'choice',
    title: words('Which?'),
    why: words('To know'),
    options: words('one\ntwo'),
    required: false,
    position: 0,
    ...input,
  });

describe('questions', () => {
  test('choices are sums from ten on, texts stand alone, and only the ticket joins them', async () => {
    const given = await withEvent();
    await registration.saveSettings(given.staff, given.event, settings({}));
    const choice = await ask(given, { required: true });
    const text = await ask(given, { kind: 'text', title: words('Anything else?'), position: 1 });
    const several = await ask(given, { kind: 'several', position: 2 });
    const [question] = await registration.listQuestions(given.ctx, given.event);
    const [one, two] = question!.options.map((option) => option.id);
    const answered = async (option: string, secret: string) =>
      come(given, { answers: { [choice]: option, [text]: secret, [several]: [] } });
    const tickets: registration.Registered[] = [];
    for (let i = 0; i < 12; i += 1) tickets.push(await answered(i < 11 ? one! : two!, `канарэйка ${i}`));
    const totals = await registration.getTotals(given.staff, given.event);
    expect(totals.questions[0]!.counts.map((option) => option.count)).toEqual([10, undefined]);
    expect(totals.questions[1]!.texts).toHaveLength(12);

    const mine = tickets[0]!;
    expect((await registration.getTicket(given.ctx, mine.code)).answers).toEqual({
      [choice]: [one],
      [text]: ['канарэйка 0'],
    });
    await registration.changeAnswers(given.ctx, mine.code, { [choice]: two!, [text]: 'іншае' });
    await registration.changeAnswers(given.ctx, tickets[1]!.code, { [choice]: two! });
    const changed = await registration.getTotals(given.staff, given.event);
    expect(changed.questions[0]!.counts.map((option) => option.count)).toEqual([undefined, undefined]);
    expect(changed.questions[1]!.texts.sort().join()).not.toMatch(/канарэйка [01](,|$)/);
    await registration.cancelTicket(given.ctx, mine.code);
    const tallies = await given.ctx.db
      .selectFrom('registration.tally')
      .select(['option', 'count'])
      .orderBy('count')
      .execute();
    expect(tallies).toEqual([
      { option: two, count: 2 },
      { option: one, count: 9 },
    ]);
    // no row holds a text, a code or what joins an answer to a ticket
    const dump = await everything(given.ctx);
    expect(dump).not.toContain('канарэйка');
    for (const { code } of tickets) expect(dump).not.toContain(code.replaceAll('-', ''));
    for (const { code } of tickets) expect(dump).not.toContain(code);
  });

  test('four texts are not shown, and editors of the programme never see any', async () => {
    const given = await withEvent();
    await registration.saveSettings(given.staff, given.event, settings({}));
    const text = await ask(given, { kind: 'text' });
    const [organiser, editor] = [await invited(given, 'organiser'), await invited(given, 'programme_editor')];
    const seen = async (ctx: Ctx) => (await registration.getTotals(ctx, given.event)).questions[0]!.texts;
    for (let i = 0; i < 4; i += 1) await come(given, { answers: { [text]: `so ${i}` } });
    expect(await seen(organiser)).toEqual([]);
    await come(given, { answers: { [text]: 'so 4' } });
    expect(await seen(organiser)).toHaveLength(5);
    expect(await seen(editor)).toEqual([]);
    expect(await refusal(registration.getTotals(given.ctx, given.event))).toMatch(/^unauthenticated/);
    const stranger = await registration.getTotals(as(given.ctx, 'nobody'), given.event).catch(String);
    expect(stranger).toContain('forbidden');
  });

  test('answers of 10,000 characters, of other options, to other questions', async () => {
    const given = await withEvent();
    await registration.saveSettings(given.staff, given.event, settings({}));
    const choice = await ask(given, { required: true });
    const text = await ask(given, { kind: 'text', position: 1 });
    const [question] = await registration.listQuestions(given.ctx, given.event);
    const one = question!.options[0]!.id;
    const say = (answers: Record<string, string | string[]>) => refusal(come(given, { answers }));
    expect(await say({ [choice]: one, [text]: 'я'.repeat(10_000) })).toBe('invalid registration.answer_long');
    expect(await say({ [choice]: 'other' })).toBe('invalid registration.answer_unknown');
    expect(await say({ [choice]: question!.options.map((option) => option.id) })).toBe(
      'invalid registration.answer_unknown',
    );
    expect(await say({ [choice]: '   ' })).toBe('invalid registration.answer_missing');
    const { code } = await come(given, { answers: { [choice]: one, nosuch: 'x', toString: 'y' } });
    expect((await registration.getTicket(given.ctx, code)).answers).toEqual({ [choice]: [one] });
    expect(await refusal(registration.changeAnswers(given.ctx, code, {}))).toBe(
      'invalid registration.answer_missing',
    );
  });

  test('a question says why, and keeps its options once they are counted', async () => {
    const given = await withEvent();
    expect(await refusal(ask(given, { why: {} }))).toBe('invalid registration.why_empty');
    expect(await refusal(ask(given, { title: { en: '' } }))).toBe('invalid registration.question_empty');
    expect(await refusal(ask(given, { options: words('one') }))).toBe('invalid registration.two_options');
    expect(await refusal(ask(given, { options: { en: 'one\ntwo', be: 'адзін' } }))).toBe(
      'invalid registration.uneven_options',
    );
    const id = await ask(given, {});
    const [before] = await registration.listQuestions(given.ctx, given.event);
    const change = (input: object) =>
      registration.saveQuestion(given.staff, given.event, id, {
        ...{ kind: 'choice', title: words('Which?'), why: words('To know'), required: false, position: 0 },
        ...{ options: words('uno\ndos\ntres'), ...input },
      } as never);
    await change({});
    const [after] = await registration.listQuestions(given.ctx, given.event);
    expect(after!.options.slice(0, 2).map((option) => option.id)).toEqual(
      before!.options.map((option) => option.id),
    );
    expect(await refusal(change({ options: words('one\ntwo') }))).toBe('conflict registration.options_stay');
    expect(await refusal(change({ kind: 'text' }))).toBe('conflict registration.kind_stays');
    await registration.removeQuestion(given.staff, given.event, id);
    expect(await refusal(change({}))).toBe('not_found registration.no_such_question');
  });
});
