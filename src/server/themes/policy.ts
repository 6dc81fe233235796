import { refuse, type Actor, type Ctx } from '#server/kernel';
import type { Audience } from './shapes.ts';

/** The audiences a reader belongs to. Staff read drafts through the module that owns them, never through the graph. */
export function audiencesOf(actor: Actor): Audience[] {
  if (actor.kind === 'system') return ['public', 'members', 'staff'];
  return actor.kind === 'person' ? ['public', 'members'] : ['public'];
}

/** Roles are above this module: staff change the thesaurus through `congress`, which asks their role and acts as the system. */
export function needSystem(ctx: Ctx): void {
  if (ctx.actor.kind !== 'system') throw refuse('forbidden', 'themes.staff_only');
}
