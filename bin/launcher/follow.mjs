// Loaded before the server: it stops when its launcher says so, and when its launcher is gone.
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
