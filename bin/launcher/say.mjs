/** One calm sentence that says what to do; its code is the launcher's exit status. */
export class Problem extends Error {
  constructor(sentence, exitCode = 1) {
    super(sentence);
    this.name = 'Problem';
    this.exitCode = exitCode;
  }
}

export function say(sentence) {
  process.stdout.write(`Veche: ${sentence}\n`);
}

/** Says that work goes on, for whoever looks at a still screen. Returns how to stop. */
export function sayWhileWorking(what, everyMs = 10_000) {
  const began = Date.now();
  const timer = setInterval(() => say(`${what} (${Math.round((Date.now() - began) / 1000)} s)`), everyMs);
  timer.unref();
  return () => clearInterval(timer);
}

// What npm and the build print, and what it means for whoever started Veche.
const meanings = [
  [/ENOSPC/, 'The disk is full: Veche needs about 1 GB. Make room and start again.'],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED|ERR_SOCKET_TIMEOUT/,
    'The packages could not be fetched: this machine has no way to the npm registry at the moment. ' +
      'Check the connection (or set a mirror with "npm config set registry ADDRESS") and start again.',
  ],
  [/EINTEGRITY/, 'A package arrived damaged. Run "npm cache clean --force" and start again.'],
  [
    /EACCES|EPERM|EROFS/,
    'The folder of the program may not be written to. Start as the user it belongs to, or run "npm ci" as that user first.',
  ],
  [
    /EUSAGE/,
    'package.json and package-lock.json do not belong together. Run "git checkout package-lock.json package.json".',
  ],
  [
    /heap out of memory|ENOMEM|SIGKILL/,
    'The machine ran out of memory: 1 GB of free memory is needed to install and build.',
  ],
];

/** `kind`: npm's line with the code, a system error's code, or the signal that ended a step. */
export function explain(kind) {
  return meanings.find(([pattern]) => pattern.test(kind))?.[1];
}
