import type { Ctx } from '#server/kernel';
import { passkeysOf } from './passkeys.ts';
import { findPersona, listPersonasOf, ownerOf, type Persona } from './personas.ts';
import { listRolesOf, type OwnRole } from './roles.ts';

/** All that can be handed over about a persona. What is not here is not kept. */
export interface Disclosure {
  /** From a dump of the database, without the operator key. */
  fromDump: { persona: Persona };
  /** From the running server, which has the key. Undefined when the account is gone. */
  withKeys?: {
    personId: string;
    /** The month only. */
    joined: string;
    lang: string;
    zone: string | null;
    hasWords: boolean;
    personas: Persona[];
    roles: OwnRole[];
    signIns: { label: string; day: string; lastDay: string }[];
    passkeys: { label: string; day: string }[];
  };
}

/** What could be handed over about a persona, by one who has the server's key. For the command line alone. */
export async function disclose(ctx: Ctx, personaId: string): Promise<Disclosure | undefined> {
  const persona = await findPersona(ctx, personaId);
  if (!persona) return undefined;
  const owner = await ctx.db
    .selectFrom('accounts.persona')
    .select('owner')
    .where('id', '=', personaId)
    .executeTakeFirstOrThrow();
  // No index leads from a persona to its person: with the key every account can be tried, and that is the honest answer.
  for (const person of await ctx.db
    .selectFrom('accounts.person')
    .select(['id', 'joined_month', 'lang', 'zone', 'lookup'])
    .execute()) {
    if (!ownerOf(ctx, persona.place, person.id).equals(owner.owner)) continue;
    const signIns = await ctx.db
      .selectFrom('accounts.sign_in')
      .select(['label', 'day', 'last_day'])
      .where('person_id', '=', person.id)
      .execute();
    return {
      fromDump: { persona },
      withKeys: {
        personId: person.id,
        joined: person.joined_month.slice(0, 7),
        lang: person.lang,
        zone: person.zone,
        hasWords: person.lookup !== null,
        personas: await listPersonasOf(ctx, person.id),
        roles: await listRolesOf(ctx, person.id),
        passkeys: (await passkeysOf(ctx, person.id)).map(({ label, day }) => ({ label, day })),
        signIns: signIns.map((row) => ({ label: row.label, day: row.day, lastDay: row.last_day })),
      },
    };
  }
  return { fromDump: { persona } };
}
