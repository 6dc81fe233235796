import * as live from '#server/live';
import type { Ctx } from '#server/kernel';
import { describe, expect, test } from 'vitest';
import { outcome, system } from '../../../../tests/support/given.ts';
import { withSession } from '../../live/test-session.ts';
import {
  findOwnConsent,
  giveConsent,
  listAnswers,
  listConsents,
  listOwnConsents,
  remindOfConsent,
  revokeConsent,
} from './consent.ts';
import { getMarks } from './marks.ts';
import { eraseConsents, exportConsents } from './personal.ts';

const personOf = ({ actor }: Ctx): string => (actor.kind === 'person' ? actor.personId : '');

describe('consent', () => {
  test('is asked of whoever has a seat; nobody else has anything to answer for', async () => {
    const { id, ctx, speaker, stranger } = await withSession();
    expect(await outcome(giveConsent(ctx, id, 'voice'))).toBe('live.sign_in_first');
    expect(await outcome(giveConsent(stranger, id, 'voice'))).toBe('consent.no_seat');
    expect(await outcome(giveConsent(speaker, id, 'voice'))).toBe('consent.no_seat');
    expect(await findOwnConsent(speaker, id)).toBeUndefined();
    const seat = await live.takeSeat(speaker, id, 'Ада');
    expect(await findOwnConsent(speaker, id)).toMatchObject({ choice: 'unasked', isRevoked: false });
    expect((await listConsents(system(ctx), id)).get(seat.identity)).toEqual({
      choice: 'unasked',
      isRevoked: false,
      shownAs: 'Ада',
    });
    await giveConsent(speaker, id, 'voice');
    expect((await listConsents(system(ctx), id)).get(seat.identity)?.choice).toBe('voice');
    await giveConsent(speaker, id, 'picture');
    expect((await findOwnConsent(speaker, id))?.choice).toBe('picture');
  });

  test('holds for a seat and a booth of the same person, and stays when the booth is forgotten', async () => {
    const { id, ctx, host, join } = await withSession();
    await live.openBooth(host, id, 'pl');
    const both = await join('interpreter');
    const place = await live.enterBooth(both, id, 'pl', 'Кабіна');
    await giveConsent(both, id, 'none');
    const seat = await live.takeSeat(both, id, 'Ева');
    const consents = await listConsents(system(ctx), id);
    expect([consents.get(place)?.choice, consents.get(seat.identity)?.choice]).toEqual(['none', 'none']);
    await live.leaveBooth(both, id, 'pl');
    await giveConsent(both, id, 'later');
    expect((await listConsents(system(ctx), id)).get(place)?.choice).toBe('later');
  });

  test('of somebody in the hall is noted when they are called', async () => {
    const { id, ctx, host, newcomer } = await withSession();
    await live.openBackstage(host, id);
    await live.goLive(host, id);
    const guest = await newcomer();
    const seat = await live.enterHall(guest, id, 'Зала');
    expect((await listConsents(system(ctx), id)).has(seat.identity)).toBe(false);
    await live.bringOnStage(host, id, seat.identity);
    expect((await listConsents(system(ctx), id)).get(seat.identity)?.choice).toBe('unasked');
    expect((await getMarks(ctx, id)).people[seat.identity]).toBe('held');
    await giveConsent(guest, id, 'voice');
    expect((await getMarks(ctx, id)).people[seat.identity]).toBe('voice');
  });

  test('revoked stays so, leaves no name, and is told once', async () => {
    const { id, ctx, host, speaker } = await withSession();
    const { identity } = await live.takeSeat(speaker, id, 'Ада');
    await giveConsent(speaker, id, 'picture');
    await Promise.all([revokeConsent(speaker, id), revokeConsent(speaker, id)]);
    expect((await listConsents(system(ctx), id)).get(identity)).toEqual({
      choice: 'none',
      isRevoked: true,
      shownAs: '',
    });
    expect(await outcome(giveConsent(speaker, id, 'picture'))).toBe('consent.revoked_already');
    expect(await listAnswers(host, id)).toEqual([]);
    // Another name does not bring one back.
    await live.takeSeat(speaker, id, 'Бэла');
    expect((await listConsents(system(ctx), id)).get(identity)?.shownAs).toBe('');
  });

  test('the host sees who has not answered and may remind; nobody else', async () => {
    const { id, host, speaker } = await withSession();
    await live.takeSeat(speaker, id, 'Ада');
    expect(await outcome(listAnswers(speaker, id))).toBe('live.not_yours_to_run');
    expect(await listAnswers(host, id)).toEqual([{ shownAs: 'Ада', choice: 'unasked', isRevoked: false }]);
    await remindOfConsent(host, id);
    expect(await live.getBackstageNote(speaker, id)).not.toBe('');
  });

  test('is found again from the account, exported, and goes with it', async () => {
    const { id, ctx, speaker } = await withSession();
    const { identity } = await live.takeSeat(speaker, id, 'Ада');
    await giveConsent(speaker, id, 'picture');
    expect((await listOwnConsents(speaker)).map((one) => one.session.id)).toEqual([id]);
    expect(await exportConsents(system(ctx), personOf(speaker))).toMatchObject([{ choice: 'picture' }]);
    await eraseConsents(system(ctx), personOf(speaker));
    expect(await exportConsents(system(ctx), personOf(speaker))).toEqual([]);
    const { rows } = { rows: await ctx.db.selectFrom('recordings.consent').selectAll().execute() };
    expect(rows.find((row) => row.identity === identity)).toMatchObject({
      is_revoked: true,
      owner: null,
      shown_as: '',
    });
  });
});
