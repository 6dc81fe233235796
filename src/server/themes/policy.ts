import type { Actor } from '#server/kernel';
import type { Audience } from './shapes.ts';

/** The audiences a reader belongs to. Staff read drafts through the module that owns them, never through the graph. */
export function audiencesOf(actor: Actor): Audience[] {
  if (actor.kind === 'system') return ['public', 'members', 'staff'];
  return actor.kind === 'person' ? ['public', 'members'] : ['public'];
}
