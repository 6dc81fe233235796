import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/**
 * Runs one command of the preparation and answers with its status and the end of what it printed. It does not
 * outlive the launcher: told to stop, the launcher takes it along.
 */
export function runStep(file, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    const stop = (signal) => {
      child.kill(signal);
      process.exit(128 + constants.signals[signal]);
    };
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.once(signal, stop);
    const settle = (answer) => {
      for (const signal of signals) process.off(signal, stop);
      answer();
    };
    let output = '';
    const keep = (chunk) => {
      output = (output + chunk).slice(-20_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', (error) => settle(() => reject(error)));
    child.once('close', (code, signal) => settle(() => resolve({ code, signal, output })));
  });
}
