import { ClusterProblem, Refusal, traceOf, type RefusalParams } from '#server/kernel';
import type { Cli } from './cli.ts';

/** Called wrongly: the usage is shown and the exit status is 2. */
export class UsageError extends Error {
  override name = 'UsageError';
  code: string;
  params: RefusalParams;

  constructor(code: string, params: RefusalParams = {}) {
    super(code);
    this.code = code;
    this.params = params;
  }
}

/** Says what went wrong, to people on standard error or as one object on standard output; answers the exit status. */
export function answerError(cli: Cli, error: unknown, command: string | undefined): number {
  const said = describe(cli, error);
  cli.answer({ error: said });
  if (!cli.json) {
    cli.warn(`veche: ${said.message}`);
    if (said.kind === 'usage') cli.warn(`\n${cli.t(command ? `cli.usage.${command}` : 'cli.see_help')}`);
  }
  return said.kind === 'usage' ? 2 : 1;
}

interface Said {
  code: string;
  kind: string;
  params: RefusalParams;
  message: string;
}

function describe(cli: Cli, error: unknown): Said {
  const { t } = cli;
  if (error instanceof UsageError) {
    const { code, params } = error;
    return { code: `cli.error.${code}`, kind: 'usage', params, message: t(`cli.error.${code}`, params) };
  }
  const code = String((error as { code?: unknown }).code ?? '');
  // The words of parseArgs name the option at fault.
  if (code.startsWith('ERR_PARSE_ARGS')) {
    const what = (error as Error).message.split('. ')[0] ?? '';
    return {
      code: 'cli.error.bad_option',
      kind: 'usage',
      params: { what },
      message: t('cli.error.bad_option', { what }),
    };
  }
  if (error instanceof Refusal) {
    const { kind, params } = error;
    return { code, kind, params, message: inWords(cli, code, params) };
  }
  if (error instanceof ClusterProblem)
    return { code: `cluster.${code}`, kind: 'unavailable', params: {}, message: error.message };
  const fault = faults[code];
  if (fault) {
    const path = String((error as NodeJS.ErrnoException).path ?? '');
    return {
      code: `cli.error.${fault}`,
      kind: 'unavailable',
      params: { path },
      message: t(`cli.error.${fault}`, { path }),
    };
  }
  const { kind, stack } = traceOf(error);
  return {
    code: 'cli.error.bug',
    kind: 'bug',
    params: { at: String(stack ?? '') },
    message: t('cli.error.bug', { what: `${kind} ${code} ${stack ?? ''}` }),
  };
}

/** What the system refused, where it can be said in a sentence. */
const faults: Record<string, string> = {
  ENOENT: 'no_file',
  ENOTDIR: 'no_file',
  ELOOP: 'no_file',
  ENAMETOOLONG: 'no_file',
  EISDIR: 'is_folder',
  EACCES: 'no_access',
  EPERM: 'no_access',
  // Sockets, devices and what the system keeps in /proc.
  ENXIO: 'no_access',
  EIO: 'no_access',
  ENODEV: 'no_access',
  EROFS: 'no_access',
  ENOSPC: 'disk_full',
  EEXIST: 'exists',
  ECONNREFUSED: 'no_database',
  ENOTFOUND: 'no_database',
  // It was stopped meanwhile, by the command that had started it.
  ECONNRESET: 'no_database',
  '57P01': 'no_database',
  '57P02': 'no_database',
  '57P03': 'no_database',
  '28P01': 'no_database',
  '28000': 'no_database',
  '3D000': 'no_database',
};

/** A refusal's sentence; until its module has words for it, its code and what it is about. */
function inWords({ t }: Cli, code: string, params: RefusalParams): string {
  // Settings are read before there is a page to say it on: their words are here.
  const sentence = t(/^kernel\.(bad|unknown)_setting$/.test(code) ? 'cli.error.bad_setting' : code, {
    why: '',
    ...params,
  });
  if (sentence !== code) return sentence;
  const about = Object.entries(params).map(([name, value]) => `${name}: ${value}`);
  return about.length > 0 ? `${code} (${about.join(', ')})` : code;
}
