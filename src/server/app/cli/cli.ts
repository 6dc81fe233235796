import { isLang, type Lang, type Translate } from '#server/kernel';

/** What a command may use of the world around it. */
export interface Cli {
  /** Absolute path of the repository root. */
  root: string;
  env: Record<string, string | undefined>;
  /** Where it was called from: paths of files count from there. */
  cwd: string;
  lang: Lang;
  t: Translate;
  json: boolean;
  /** A line for people on standard output; nothing with --json. */
  say(line: string): void;
  /** A line on standard error. */
  warn(line: string): void;
  /** The answer for programs; nothing without --json. */
  answer(object: object): void;
}

export interface Command {
  /** Answers the exit status; nothing means 0. */
  run(cli: Cli, argv: string[]): Promise<number | void>;
}

/** The operator's language, as their system names it. Whoever names none of ours reads English. */
export function langOf(env: Record<string, string | undefined>): Lang {
  const named = (env.LC_ALL || env.LC_MESSAGES || env.LANG || '').slice(0, 2).toLowerCase();
  return isLang(named) ? named : 'en';
}
