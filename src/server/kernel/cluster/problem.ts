import { statfs } from 'node:fs/promises';

/** What keeps the embedded database from starting, in one sentence that says what to do. */
export class ClusterProblem extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ClusterProblem';
    this.code = code;
  }
}

/** Makes a sentence of what a failed start said before the first connection, when it can hold no one's data. */
export async function startProblem(dir: string, said: string): Promise<ClusterProblem> {
  const disk = await statfs(dir).catch(() => undefined);
  if (/No space left/.test(said) || (disk && disk.bavail * disk.bsize < 64 * 1024 * 1024)) {
    return new ClusterProblem(
      'disk_full',
      `The disk that holds ${dir} is full. Make room (1 GB or more) and start again.`,
    );
  }
  if (/could not look up effective user ID/.test(said)) {
    return new ClusterProblem(
      'not_started',
      'PostgreSQL wants the user it runs as to have a name: add a line for this user to /etc/passwd, or start as another.',
    );
  }
  return new ClusterProblem(
    'not_started',
    `PostgreSQL did not start in ${dir}: ${said.slice(0, 300) || 'it gave no reason'}`,
  );
}

/** What the file system refused, where the operator can do something about it. */
export function fileProblem(dir: string, error: unknown): ClusterProblem | undefined {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new ClusterProblem(
      'not_ours',
      `${dir} may not be written to by this user. Give it over (chown -R), or set VECHE_DATA to a folder of your own.`,
      { cause: error },
    );
  }
  if (code !== 'ENOSPC') return undefined;
  return new ClusterProblem(
    'disk_full',
    `The disk that holds ${dir} is full. Make room (1 GB or more) and start again.`,
    { cause: error },
  );
}
