import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

export type RunAs = { uid: number; gid: number };

/** PostgreSQL refuses to run as root. Undefined when we are not root and nothing has to be dropped. */
export function chooseRunAs(dir: string): RunAs | undefined {
  if (process.getuid?.() !== 0) return undefined;
  // A cluster keeps its first user: another one would need every file of it chowned.
  const owner = statSync(resolve(dir, 'data'), { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const accounts = readAccounts();
  // initdb wants its user to have a name, so any account will do before a bare number.
  const known = accounts.get('postgres') ?? accounts.get('nobody') ?? accounts.get('daemon');
  return known ?? accounts.values().next().value ?? { uid: 65534, gid: 65534 };
}

function readAccounts(): Map<string, RunAs> {
  const found = new Map<string, RunAs>();
  let text: string;
  try {
    text = readFileSync('/etc/passwd', 'utf8');
  } catch {
    return found;
  }
  for (const line of text.split('\n')) {
    const [name, , uid, gid] = line.split(':');
    if (name && Number(uid) > 0) found.set(name, { uid: Number(uid), gid: Number(gid) });
  }
  return found;
}

/** The first folder on the way to `path` (itself included) that this user may not pass, if there is one. */
export function closedFolder(path: string, as: RunAs | undefined): string | undefined {
  if (!as) return undefined;
  const chain: string[] = [];
  for (let at = resolve(path); ; at = dirname(at)) {
    chain.unshift(at);
    if (at === dirname(at)) break;
  }
  return chain.find((folder) => {
    const stat = statSync(folder, { throwIfNoEntry: false });
    if (!stat) return false;
    const bit = stat.uid === as.uid ? 0o100 : stat.gid === as.gid ? 0o010 : 0o001;
    return (stat.mode & bit) === 0;
  });
}
