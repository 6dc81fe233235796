import type { Command } from './cli.ts';

/** Loaded when asked for: most need the database's client, few need all the rest. */
export const commands = {
  doctor: () => import('./doctor.ts'),
  demo: () => import('./demo.ts'),
  invite: () => import('./invite.ts'),
  programme: () => import('./programme.ts'),
  search: () => import('./search.ts'),
  disclose: () => import('./disclose.ts'),
  backup: () => import('./backup.ts'),
  restore: () => import('./restore.ts'),
} satisfies Record<string, () => Promise<Command>>;

export type CommandName = keyof typeof commands;
export const commandNames = ['start', ...Object.keys(commands)];
export const isCommand = (name: string | undefined): name is CommandName =>
  name !== undefined && Object.hasOwn(commands, name);
