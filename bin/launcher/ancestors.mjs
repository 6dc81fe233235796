import { readFileSync } from 'node:fs';

/**
 * npm passes a signal to the shell it runs us in, and the shell keeps it to itself; after a kill -9 of npm nothing is
 * passed at all. So, started by npm, we look whether npm is still there. `gone` is called once, when it is not.
 * Started by hand or by a service we may outlive whoever did it.
 */
export function watchNpm(gone, everyMs = 500) {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const npm = nameOf(parent) === 'sh' ? parentOf(parent) : undefined;
  const timer = setInterval(() => {
    if (process.ppid === parent && (npm === undefined || parentOf(parent) === npm)) return;
    clearInterval(timer);
    gone();
  }, everyMs);
  timer.unref();
}

function nameOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    return undefined;
  }
}

function parentOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined;
  }
}
