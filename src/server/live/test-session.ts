import * as accounts from '#server/accounts';
import * as congress from '#server/congress';
import { newId, type Ctx } from '#server/kernel';
import { as, guest, system, testCtx } from '../../../tests/support/given.ts';

export interface HeldSession {
  /** A guest's. */
  ctx: Ctx;
  id: string;
  event: string;
  slug: string;
  /** Of the whole event. */
  host: Ctx;
  speaker: Ctx;
  /** Invited to speak in another session. */
  stranger: Ctx;
  /** Somebody new with this role in this session. */
  join(role: accounts.Role): Promise<Ctx>;
  /** Somebody new with an account, and no invitation here. */
  newcomer(): Promise<Ctx>;
}

/** A released session from 10:30 to 11:30 UTC, which is running at the tests' moment (10:42). */
export async function withSession({
  kind = 'speech',
  ...given
}: { commits?: boolean; kind?: 'speech' | 'workshop' } = {}): Promise<HeldSession> {
  const ctx = await testCtx({ modules: [accounts.module], ...given });
  const staff = system(ctx);
  const slug = given.commits ? `small-${newId(6)}` : 'small';
  const event = await congress.createEvent(
    staff,
    congress.eventInput.parse({
      slug,
      kind: 'congress',
      status: 'published',
      title: { en: 'Small' },
      zone: 'Europe/Vilnius',
      startsOn: '2026-10-31',
      days: 1,
    }),
  );
  const id = await congress.createSession(
    staff,
    event,
    congress.sessionInput.parse({
      kind,
      title: { en: 'Looms' },
      startsAt: '2026-10-31T12:30',
      minutes: 60,
    }),
  );
  await congress.releaseProgramme(staff, event, 'one');
  const joined = async (role: accounts.Role, place: accounts.Place): Promise<Ctx> => {
    const { token } = await accounts.invite(staff, [place], { role });
    return as(ctx, (await accounts.acceptInvitation(guest(ctx), token)).personId);
  };
  return {
    ctx: guest(ctx),
    id,
    event,
    slug,
    newcomer: () => joined('speaker', { kind: 'session', id: 'another' }),
    join: (role) => joined(role, { kind: 'session', id }),
    host: await joined('host', { kind: 'event', id: event }),
    speaker: await joined('speaker', { kind: 'session', id }),
    stranger: await joined('speaker', { kind: 'session', id: 'another' }),
  };
}
