// The server as its launcher runs it: it stops when the launcher says so, and when the launcher is gone. Not a flag of
// Node (`--import`): each process that the server forks would inherit it, and end as soon as it had nothing but its channel.
import { constants } from 'node:os';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
let told = false;

for (const signal of signals) {
  process.on(signal, () => {
    told = true;
    // Before the server listens for it nothing is running yet that would have to be ended in order.
    if (process.listenerCount(signal) === 1) process.exit(128 + constants.signals[signal]);
  });
}
process.on('message', (message) => {
  if (!told && signals.includes(message?.signal)) process.kill(process.pid, message.signal);
});
process.on('disconnect', () => {
  if (!told) process.kill(process.pid, 'SIGTERM');
});
process.channel?.unref();

await import('../../src/server/app/main.ts');
