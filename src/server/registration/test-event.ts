import * as accounts from '#server/accounts';
import * as congress from '#server/congress';
import type { Ctx } from '#server/kernel';
import * as registration from '#server/registration';
import { as, guest, system, testCtx } from '../../../tests/support/given.ts';
import { makeEvent, makeSession } from '../congress/test-event.ts';

export interface Given {
  /** A guest. */
  ctx: Ctx;
  event: string;
  section: string;
  staff: Ctx;
  /** Two sessions: one is on at the tests' moment, one is over. */
  sessions: [string, string];
}

/** A released event of one day, on now, with one section. */
export async function withEvent(given: { commits?: boolean } = {}): Promise<Given> {
  const ctx = await testCtx({ modules: [accounts.module, congress.module, registration.module], ...given });
  const staff = system(ctx);
  const event = await makeEvent(staff, {
    slug: 'small',
    status: 'published',
    title: { en: 'Small' },
    langs: [],
  });
  const section = await congress.createSection(
    staff,
    event,
    congress.sectionInput.parse({ slug: 'weaving', title: { en: 'Weaving' } }),
  );
  const session = (title: string, startsAt: string) =>
    makeSession(staff, event, title, startsAt, { title: { en: title }, section });
  const sessions: [string, string] = [
    await session('Looms', '2026-10-31T12:30'),
    await session('Threads', '2026-10-31T09:00'),
  ];
  await congress.releaseProgramme(staff, event, 'one');
  return { ctx: guest(ctx), event, section, staff, sessions };
}

export const settings = (given: Partial<registration.SettingsInput>): registration.SettingsInput =>
  registration.settingsInput.parse({ mode: 'open', waiting: 'true', ...given });

/** Opens the form and sends it. */
export async function come(
  { ctx, event }: Pick<Given, 'ctx' | 'event'>,
  input: Partial<Parameters<typeof registration.register>[2]> = {},
): Promise<registration.Registered> {
  const box = registration.makeBox(ctx, event);
  return registration.register(ctx, 'small', { box, answers: {}, ...input });
}

/** So many minutes after the tests' moment. */
export const later = (ctx: Ctx, minutes: number): Ctx => ({
  ...ctx,
  now: () => new Date(Date.UTC(2026, 9, 31, 10, 42 + minutes)),
});

/** A person with a role in the event. */
export async function invited(given: Given, role: accounts.Role): Promise<Ctx> {
  const { token } = await accounts.invite(given.staff, [{ kind: 'event', id: given.event }], { role });
  const { personId } = await accounts.acceptInvitation(given.ctx, token);
  return as(given.ctx, personId);
}

/** Every row of the module as a dump would have it. */
export async function everything(ctx: Ctx): Promise<string> {
  const { sql } = await import('kysely');
  let all = '';
  const tables = await sql<{ name: string }>`
    select table_name as name from information_schema.tables where table_schema = 'registration'`.execute(
    ctx.db,
  );
  for (const { name } of tables.rows) {
    const { rows } = await sql<{ row: string }>`
      select t::text as row from ${sql.table(`registration.${name}`)} t`.execute(ctx.db);
    for (const { row } of rows) {
      all += `${row}\n`;
      // Bytes are printed in hex: what stands in them readable is found too.
      for (const [, hex] of row.matchAll(/\\x([0-9a-f]+)/g))
        all += `${Buffer.from(hex!, 'hex').toString()}\n`;
    }
  }
  return all;
}
