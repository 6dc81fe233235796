import { refuse, type Ctx } from '#server/kernel';
import { whole, type Place, type PlaceKind, type Role } from './places.ts';
import { covers } from './policy.ts';

/** The roles one holds in a place, those of all places around it included. `chain`: from the inmost outwards. */
export async function rolesIn(ctx: Ctx, chain: readonly Place[]): Promise<Set<Role>> {
  if (ctx.actor.kind !== 'person') return new Set();
  const { personId } = ctx.actor;
  const rows = await ctx.db
    .selectFrom('accounts.role')
    .select('role')
    .where('person_id', '=', personId)
    .where((eb) => eb.or(whole(chain).map((place) => eb.and({ place_kind: place.kind, place_id: place.id }))))
    .execute();
  return new Set(rows.map((row) => row.role as Role));
}

/** Whether one holds any of the roles there, or one that covers it. The system may do everything. */
export async function mayIn(
  ctx: Ctx,
  asked: Role | readonly Role[],
  chain: readonly Place[],
): Promise<boolean> {
  if (ctx.actor.kind === 'system') return true;
  return covers(await rolesIn(ctx, chain), [asked].flat() as Role[]);
}

/** Refuses `unauthenticated` a guest, and `forbidden` whoever holds none of the roles there. */
export async function needRole(
  ctx: Ctx,
  asked: Role | readonly Role[],
  chain: readonly Place[],
): Promise<void> {
  if (ctx.actor.kind === 'guest') throw refuse('unauthenticated', 'accounts.sign_in_first');
  if (!(await mayIn(ctx, asked, chain))) throw refuse('forbidden', 'accounts.no_role');
}

export interface OwnRole {
  role: Role;
  place: Place;
}

/** One's own roles everywhere; none for a guest. */
export async function listOwnRoles(ctx: Ctx): Promise<OwnRole[]> {
  if (ctx.actor.kind !== 'person') return [];
  return listRolesOf(ctx, ctx.actor.personId);
}

/** Not for the door. */
export async function listRolesOf(ctx: Ctx, personId: string): Promise<OwnRole[]> {
  const rows = await ctx.db
    .selectFrom('accounts.role')
    .select(['role', 'place_kind', 'place_id'])
    .where('person_id', '=', personId)
    .orderBy('role')
    .orderBy('place_id')
    .execute();
  return rows.map((row) => ({
    role: row.role as Role,
    place: { kind: row.place_kind as PlaceKind, id: row.place_id },
  }));
}

/** How many organisers the installation has. */
export async function countOrganisers(ctx: Ctx): Promise<number> {
  const { count } = await ctx.db
    .selectFrom('accounts.role')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('place_kind', '=', 'installation')
    .where('role', '=', 'organiser')
    .executeTakeFirstOrThrow();
  return Number(count);
}
