import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { watchNpm } from './ancestors.mjs';

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Runs the server, tells it once when we are told to stop, and answers with its exit status. */
export function runServer(root, node, args) {
  const child = spawn(node, ['bin/launcher/serve.mjs', ...args], {
    cwd: root,
    env: { ...process.env, NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'veche') },
    // The channel is how the server notices that the launcher is gone, even after a kill -9.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  let told = false;
  const tell = (signal) => {
    if (told) return;
    told = true;
    // Ctrl-C reaches the server by itself as well; it passes on what arrives second as nothing new.
    setTimeout(() => child.connected && child.send({ signal }, () => undefined), 150);
  };
  for (const signal of forwarded) process.on(signal, () => tell(signal));
  watchNpm(() => tell('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}
