import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { isLang, type Ctx, type Lang, type Refusal } from '#server/kernel';
import * as accounts from '#server/accounts';
import {
  actingAs,
  guest,
  refusal,
  system,
  testCtx,
  waitingJobs,
  type Given,
} from '../../../tests/support/given.ts';

const cheap: Partial<accounts.HashingCost> = { memory: 64, passes: 1 };

export async function ctxWithAccounts(given: Given = {}, cost = cheap): Promise<Ctx> {
  const ctx = await testCtx({ modules: [accounts.module], ...given });
  ctx.app.parts.accounts = accounts.makeHashing(cost);
  return ctx;
}

const newWords = (lang: Lang = 'be'): string => accounts.makePhrase(lang, randomBytes).join(' ');
const signedIn = (ctx: Ctx, one: accounts.SignedIn): Ctx =>
  actingAs(ctx, { kind: 'person', personId: one.personId, signInId: one.signInId });
const someone = async (ctx: Ctx): Promise<Ctx> =>
  signedIn(ctx, await accounts.createPerson(guest(ctx), { words: newWords() }));

const event: accounts.Place = { kind: 'event', id: 'e1' };
const otherEvent: accounts.Place = { kind: 'event', id: 'e2' };
const section: accounts.Place = { kind: 'section', id: 'sec1' };
const session: accounts.Place = { kind: 'session', id: 's1' };

const giveRole = async (
  ctx: Ctx,
  person: Ctx,
  role: accounts.Role,
  chain: accounts.Place[],
): Promise<Ctx> => {
  const { token } = await accounts.invite(system(ctx), chain, { role });
  return signedIn(ctx, await accounts.acceptInvitation(person, token));
};

describe('recovery words and sign-ins', () => {
  test('words make an account, and sign in to it again, typed carelessly', async () => {
    const ctx = await ctxWithAccounts();
    for (const lang of ['be', 'ru', 'en'].filter(isLang)) {
      const words = newWords(lang);
      const made = await accounts.createPerson(ctx, { words, label: 'дома' });
      const again = await accounts.signIn(ctx, {
        words: `  ${words.toUpperCase().replaceAll(' ', ' ,\n ')} `,
      });
      expect(again.personId).toBe(made.personId);
      expect(again.token).not.toBe(made.token);
      expect(await accounts.findSignIn(ctx, made.token)).toMatchObject({
        personId: made.personId,
        signInId: made.signInId,
      });
    }
  });

  test('the same words sent twice sign in to the same account', async () => {
    const ctx = await ctxWithAccounts();
    const words = newWords();
    const one = await accounts.createPerson(ctx, { words });
    expect((await accounts.createPerson(ctx, { words })).personId).toBe(one.personId);
  });

  test('words of nobody and words whose other half is wrong get one answer, after the same work', async () => {
    const ctx = await ctxWithAccounts({}, { memory: 8192, passes: 2 });
    const words = newWords();
    await accounts.createPerson(ctx, { words });
    await ctx.db
      .updateTable('accounts.person')
      .set({ secret_hash: '$argon2id$v=19$m=8192,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$' + 'A'.repeat(43) })
      .execute();
    // The work is counted, not timed: each answer costs one hash of the same memory and passes.
    const hashing = ctx.app.parts.accounts as accounts.Hashing;
    const worked: (string | undefined)[] = [];
    ctx.app.parts.accounts = {
      ...hashing,
      verify: (secret: Uint8Array, stored: string | undefined) => {
        worked.push(stored?.split('$').slice(0, 4).join('$'));
        return hashing.verify(secret, stored);
      },
    };
    for (const text of [words, newWords()]) {
      expect(await refusal(accounts.signIn(ctx, { words: text }))).toBe('forbidden accounts.words_not_known');
    }
    // Without a stored hash `verify` derives with the usual cost, which is what the stored one was made with.
    expect(worked).toEqual(['$argon2id$v=19$m=8192,t=2,p=1', undefined]);
  });

  test('more at the door than it holds are asked to come back', async () => {
    const gate = accounts.makeHashing({ ...cheap, atOnce: 1, waiting: 2 });
    const secret = randomBytes(32);
    const done = await Promise.allSettled(Array.from({ length: 8 }, () => gate.hash(secret)));
    expect(done.filter((one) => one.status === 'fulfilled')).toHaveLength(3);
    for (const one of done)
      if (one.status === 'rejected') expect((one.reason as Refusal).code).toBe('accounts.busy');
    expect(await gate.verify(secret, await gate.hash(secret))).toBe(true);
    expect(await gate.verify(randomBytes(32), await gate.hash(secret))).toBe(false);
  });

  test('a sign-in runs out the day after its last use, and after thirty days in any case', async () => {
    let now = new Date('2026-10-01T22:00:00Z');
    const base = await ctxWithAccounts();
    const ctx: Ctx = { ...base, now: () => now };
    const { token, signInId } = await accounts.createPerson(ctx, { words: newWords() });
    const idle = await accounts.createPerson(ctx, { words: newWords() });
    for (let day = 2; day <= 31; day += 1) {
      now = new Date(Date.UTC(2026, 9, day, 1));
      expect(await accounts.findSignIn(ctx, token), String(day)).toMatchObject({ signInId });
      if (day === 3) expect(await accounts.findSignIn(ctx, idle.token)).toBeUndefined();
    }
    now = new Date('2026-11-01T01:00:00Z');
    expect(await accounts.findSignIn(ctx, token)).toBeUndefined();
    expect(await accounts.findSignIn(ctx, 'x'.repeat(43))).toBeUndefined();
    expect(await accounts.findSignIn(ctx, "' or 1=1")).toBeUndefined();
  });

  test('one signs out here, there, and everywhere; nobody else’s sign-in can be ended', async () => {
    const ctx = await ctxWithAccounts();
    const words = newWords();
    const first = await accounts.createPerson(ctx, { words, label: 'тэлефон' });
    const second = await accounts.signIn(ctx, { words, label: 'бібліятэка' });
    const me = signedIn(ctx, first);
    expect(
      (await accounts.listOwnSignIns(me)).map(({ label, current }) => [label, current]).toSorted(),
    ).toEqual([
      ['бібліятэка', false],
      ['тэлефон', true],
    ]);
    expect(await refusal(accounts.endSignIn(await someone(ctx), second.signInId))).toBe(
      'not_found accounts.no_such_sign_in',
    );
    await accounts.endSignIn(me, second.signInId);
    expect(await accounts.findSignIn(ctx, second.token)).toBeUndefined();
    const third = await accounts.signIn(ctx, { words });
    await accounts.signOutEverywhere(me);
    for (const { token } of [first, third]) expect(await accounts.findSignIn(ctx, token)).toBeUndefined();
    const fourth = await accounts.signIn(ctx, { words });
    await accounts.signOut(signedIn(ctx, fourth));
    expect(await accounts.findSignIn(ctx, fourth.token)).toBeUndefined();
    expect(await refusal(accounts.listOwnSignIns(ctx))).toBe('unauthenticated accounts.sign_in_first');
  });

  test('new words end all other sign-ins and void the old words', async () => {
    const ctx = await ctxWithAccounts();
    const [old, fresh] = [newWords(), newWords('en')];
    const first = await accounts.createPerson(ctx, { words: old });
    const second = await accounts.signIn(ctx, { words: old });
    const turned = await accounts.setWords(signedIn(ctx, first), fresh);
    for (const { token } of [first, second]) expect(await accounts.findSignIn(ctx, token)).toBeUndefined();
    expect(await accounts.findSignIn(ctx, turned.token)).toMatchObject({ personId: first.personId });
    expect(await refusal(accounts.signIn(ctx, { words: old }))).toBe('forbidden accounts.words_not_known');
    expect((await accounts.signIn(ctx, { words: fresh })).personId).toBe(first.personId);
  });
});

describe('roles by place', () => {
  test('a role holds in its place and inside it, nowhere else', async () => {
    const ctx = await ctxWithAccounts();
    const chair = await giveRole(ctx, await someone(ctx), 'chair', [section, event]);
    expect(await accounts.mayIn(chair, 'chair', [session, section, event])).toBe(true);
    expect(await accounts.mayIn(chair, 'chair', [section, event])).toBe(true);
    expect(await accounts.mayIn(chair, 'chair', [event])).toBe(false);
    expect(
      await accounts.mayIn(chair, 'chair', [
        { kind: 'session', id: 's2' },
        { kind: 'section', id: 'sec2' },
        event,
      ]),
    ).toBe(false);
    expect(await accounts.mayIn(chair, ['moderator', 'organiser'], [session, section, event])).toBe(false);
    expect(await accounts.mayIn(guest(ctx), 'chair', [section, event])).toBe(false);
    expect(await refusal(accounts.needRole(guest(ctx), 'chair', [section]))).toBe(
      'unauthenticated accounts.sign_in_first',
    );
    expect(await refusal(accounts.needRole(chair, 'host', [section, event]))).toBe(
      'forbidden accounts.no_role',
    );
  });

  test('an organiser of the installation edits every programme and hosts, but does not chair', async () => {
    const ctx = await ctxWithAccounts();
    const { organiser } = await accounts.bootstrapInvitations(system(ctx));
    const first = signedIn(ctx, await accounts.acceptInvitation(ctx, organiser!));
    for (const role of ['organiser', 'programme_editor', 'host'] as const) {
      expect(await accounts.mayIn(first, role, [session, section, event]), role).toBe(true);
    }
    expect(await accounts.mayIn(first, 'chair', [session, section, event])).toBe(false);
    expect(await accounts.bootstrapInvitations(system(ctx))).toEqual({});
  });

  test('the link of an earlier start is void after the next', async () => {
    const ctx = await ctxWithAccounts();
    const { organiser: before } = await accounts.bootstrapInvitations(system(ctx));
    const { organiser: now } = await accounts.bootstrapInvitations(system(ctx));
    expect(await refusal(accounts.acceptInvitation(ctx, before!))).toBe(
      'not_found accounts.no_such_invitation',
    );
    expect(await accounts.previewInvitation(ctx, now!)).toMatchObject({
      role: 'organiser',
      place: accounts.installation,
    });
  });
});

describe('invitations', () => {
  test('one link and a speaker is in, without words, and the profile’s owner is told', async () => {
    const ctx = await ctxWithAccounts({
      modules: [
        accounts.module,
        { name: 'hearer', listeners: { 'accounts.invitation_accepted': async () => undefined } },
      ],
    });
    const { id, token } = await accounts.invite(system(ctx), [session, section, event], {
      role: 'speaker',
      subject: 'speaker:p1',
    });
    const preview = await accounts.previewInvitation(ctx, token);
    expect(preview).toMatchObject({ role: 'speaker', place: session, subject: 'speaker:p1' });
    const accepted = await accounts.acceptInvitation(ctx, token, { box: preview.box });
    const speaker = signedIn(ctx, accepted);
    expect(await accounts.mayIn(speaker, 'speaker', [session, section, event])).toBe(true);
    expect(await accounts.getOwnAccount(speaker)).toMatchObject({ hasWords: false });
    expect(
      await accounts.findSignIn({ ...ctx, now: () => new Date('2026-12-24T00:00:00Z') }, accepted.token),
    ).toBeDefined();
    expect((await waitingJobs(ctx)).map((job) => job.payload)).toMatchObject([
      {
        listener: 'hearer',
        happening: {
          name: 'accounts.invitation_accepted',
          data: {
            invitationId: id,
            personId: accepted.personId,
            role: 'speaker',
            placeKind: 'session',
            placeId: 's1',
            subject: 'speaker:p1',
          },
        },
      },
    ]);
    // The button pressed twice gives the same answer; the link alone gives nothing more.
    const again = await accounts.acceptInvitation(ctx, token, { box: preview.box });
    expect([again.token, again.personId]).toEqual([accepted.token, accepted.personId]);
    expect(await refusal(accounts.acceptInvitation(ctx, token))).toBe('gone accounts.invitation_used');

    const words = newWords();
    const kept = await accounts.setWords(speaker, words);
    expect((await accounts.signIn(ctx, { words })).personId).toBe(kept.personId);
    expect(
      await accounts.findSignIn({ ...ctx, now: () => new Date('2026-12-24T00:00:00Z') }, kept.token),
    ).toBeUndefined();
  });

  test('of ten at the same moment one is let in', async () => {
    const ctx = await ctxWithAccounts({ commits: true });
    const { token } = await accounts.invite(system(ctx), [event], { role: 'moderator' });
    const before = await ctx.db.selectFrom('accounts.person').select('id').execute();
    const done = await Promise.allSettled(
      Array.from({ length: 10 }, () => accounts.acceptInvitation(ctx, token)),
    );
    expect(done.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    for (const one of done)
      if (one.status === 'rejected') expect((one.reason as Refusal).code).toBe('accounts.invitation_used');
    expect(await ctx.db.selectFrom('accounts.person').select('id').execute()).toHaveLength(before.length + 1);
  });

  test('used, expired, revoked and unknown are four different answers', async () => {
    const ctx = await ctxWithAccounts();
    const make = () => accounts.invite(system(ctx), [event], { role: 'host', days: 2 });
    const [used, revoked, expired] = [await make(), await make(), await make()];
    await accounts.acceptInvitation(ctx, used.token);
    await accounts.revokeInvitation(system(ctx), revoked.id, [event]);
    const later: Ctx = { ...ctx, now: () => new Date(ctx.now().getTime() + 2 * 86_400_000) };
    for (const ask of [accounts.previewInvitation, accounts.acceptInvitation]) {
      expect(await refusal(ask(later, used.token))).toBe('gone accounts.invitation_used');
      expect(await refusal(ask(later, revoked.token))).toBe('gone accounts.invitation_revoked');
      expect(await refusal(ask(later, expired.token))).toBe('gone accounts.invitation_expired');
      expect(await refusal(ask(later, 'n'.repeat(43)))).toBe('not_found accounts.no_such_invitation');
    }
  });

  test('who accepts signed in keeps the account under a new token; taken back, the role is gone', async () => {
    const ctx = await ctxWithAccounts();
    const made = await accounts.createPerson(ctx, { words: newWords() });
    const { id, token } = await accounts.invite(system(ctx), [event], { role: 'captioner' });
    const accepted = await accounts.acceptInvitation(signedIn(ctx, made), token);
    expect(accepted.personId).toBe(made.personId);
    expect(await accounts.findSignIn(ctx, made.token)).toBeUndefined();
    const captioner = signedIn(ctx, accepted);
    expect(await accounts.mayIn(captioner, 'captioner', [event])).toBe(true);
    await accounts.revokeInvitation(system(ctx), id, [event]);
    expect(await accounts.mayIn(captioner, 'captioner', [event])).toBe(false);
    expect(await accounts.findSignIn(ctx, accepted.token)).toBeDefined();
  });

  test('nobody gives more than one may', async () => {
    const ctx = await ctxWithAccounts();
    const editor = await giveRole(ctx, await someone(ctx), 'programme_editor', [event]);
    const organiser = await giveRole(ctx, await someone(ctx), 'organiser', [event]);
    await accounts.invite(editor, [session, event], { role: 'speaker' });
    expect(await refusal(accounts.invite(editor, [event], { role: 'organiser' }))).toBe(
      'forbidden accounts.may_not_invite',
    );
    expect(await refusal(accounts.invite(editor, [otherEvent], { role: 'speaker' }))).toBe(
      'forbidden accounts.may_not_invite',
    );
    expect(await refusal(accounts.invite(organiser, [], { role: 'host' }))).toBe(
      'forbidden accounts.may_not_invite',
    );
    expect(await refusal(accounts.invite(guest(ctx), [event], { role: 'host' }))).toBe(
      'unauthenticated accounts.sign_in_first',
    );
    expect(await refusal(accounts.listInvitations(await someone(ctx), [event]))).toBe(
      'forbidden accounts.may_not_invite',
    );
    const above = await accounts.invite(system(ctx), [accounts.installation], { role: 'host' });
    expect(await refusal(accounts.revokeInvitation(organiser, above.id, [event]))).toBe(
      'forbidden accounts.may_not_invite',
    );
    expect(
      (await accounts.listInvitations(organiser, [session, event])).map(({ role, state }) => [role, state]),
    ).toEqual([['speaker', 'open']]);
  });

  test('the last organiser stays', async () => {
    const ctx = await ctxWithAccounts();
    const { id, token } = await accounts.invite(system(ctx), [accounts.installation], { role: 'organiser' });
    await accounts.acceptInvitation(ctx, token);
    expect(await refusal(accounts.revokeInvitation(system(ctx), id, []))).toBe(
      'conflict accounts.last_organiser',
    );
    expect(await accounts.countOrganisers(ctx)).toBe(1);
  });
});

describe('words on their way', () => {
  test('the same words till they are typed back; nothing is stored meanwhile', async () => {
    const ctx = await ctxWithAccounts();
    const begun = accounts.beginWords(ctx, 'ru');
    expect(begun.words).toHaveLength(10);
    expect(begun.box).not.toContain(begun.words[0]);
    expect(accounts.beginWords(ctx, 'ru', begun.box)).toEqual(begun);
    expect(accounts.beginWords(ctx, 'en', begun.box).words).not.toEqual(begun.words);
    expect(accounts.langOfWords(ctx, begun.box)).toBe('ru');
    const typed = begun.words.map((word, index) => `${index + 1}. ${word.toUpperCase()}`).join('\n');
    expect(accounts.typedBack(ctx, begun.box, typed)).toBe(begun.words.join(' '));
    const other = accounts.makePhrase('ru', randomBytes);
    other[0] = begun.words[0]!;
    const differs = begun.words.findIndex((word, index) => word !== other[index]);
    await expect(async () => accounts.typedBack(ctx, begun.box, other.join(' '))).rejects.toMatchObject({
      code: 'accounts.words_differ',
      params: { place: differs + 1 },
    });
    await expect(async () => accounts.typedBack(ctx, begun.box, 'раз два')).rejects.toMatchObject({
      code: 'accounts.words_too_few',
    });
    const later: Ctx = { ...ctx, now: () => new Date(ctx.now().getTime() + 61 * 60_000) };
    await expect(async () => accounts.typedBack(later, begun.box, typed)).rejects.toMatchObject({
      code: 'accounts.words_box_old',
    });
    await expect(async () => accounts.typedBack(ctx, 'forged', typed)).rejects.toMatchObject({
      code: 'accounts.words_box_old',
    });
    expect(
      await ctx.db.selectFrom('accounts.person').select('id').where('lang', '=', 'ru').execute(),
    ).toEqual([]);
  });
});

describe('passkeys (with a real device: tests/e2e/passkeys.test.ts)', () => {
  const site = { origin: 'https://veche.example', host: 'veche.example', name: 'Veche' };
  const answers = [
    ['not JSON', '{'],
    ['no answer at all', '{}'],
    ['a wrong shape', JSON.stringify({ id: 1, rawId: [], response: 'x' })],
    ['an empty proof', JSON.stringify({ id: 'AA', rawId: 'AA', type: 'public-key', response: {} })],
    [
      'deep nonsense',
      JSON.stringify({ id: 'AA', rawId: 'AA', response: { clientDataJSON: '!'.repeat(9000) } }),
    ],
  ] as const;

  test.each(answers)('%s is refused, to add one and to sign in', async (_, answer) => {
    const ctx = await ctxWithAccounts();
    const person = await someone(ctx);
    const { box } = await accounts.offerPasskey(person, site);
    const adding = accounts.addPasskey(person, site, { box, answer, label: '' });
    expect(await refusal(adding)).toBe('invalid accounts.passkey.not_known');
    expect(await accounts.listOwnPasskeys(person)).toEqual([]);
    const asked = await accounts.askForPasskey(guest(ctx), site);
    const entering = accounts.signInByPasskey(guest(ctx), site, { box: asked.box, answer, label: '' });
    expect(await refusal(entering)).toMatch(/^(invalid|forbidden) accounts\.passkey\.not_known$/);
  });

  test('an offer is nobody else’s, counts once, and grows old', async () => {
    const ctx = await ctxWithAccounts();
    const [one, two] = [await someone(ctx), await someone(ctx)];
    const given = { box: (await accounts.offerPasskey(one, site)).box, answer: '{}', label: '' };
    expect(await refusal(accounts.addPasskey(two, site, given))).toBe('gone accounts.passkey.old');
    expect(await refusal(accounts.signInByPasskey(guest(ctx), site, given))).toBe(
      'gone accounts.passkey.old',
    );
    expect(await refusal(accounts.addPasskey(one, site, given))).toBe('invalid accounts.passkey.not_known');
    expect(await refusal(accounts.addPasskey(one, site, given))).toBe('gone accounts.passkey.old');
    const later = { ...one, now: () => new Date(one.now().getTime() + 11 * 60_000) };
    const late = { ...given, box: (await accounts.offerPasskey(one, site)).box };
    expect(await refusal(accounts.addPasskey(later, site, late))).toBe('gone accounts.passkey.old');
    expect(await refusal(accounts.offerPasskey(guest(ctx), site))).toBe(
      'unauthenticated accounts.sign_in_first',
    );
    expect(await refusal(accounts.dropPasskey(one, 'nobody'))).toBe('not_found accounts.passkey.no_such');
  });
});
