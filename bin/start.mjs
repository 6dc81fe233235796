#!/usr/bin/env node
// Starts Veche with nothing but Node ≥ 20 and npm: installs, builds if needed, runs the server under its own Node 24.
// --prepare-only ends before the server starts (for an upgrade, or a service that may not write to the program).
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from './launcher/build.mjs';
import { nodeProblem } from './launcher/decide.mjs';
import { ensureInstalled } from './launcher/install.mjs';
import { runServer } from './launcher/run.mjs';
import { explain, Problem } from './launcher/say.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const args = process.argv.slice(2);

try {
  const problem = nodeProblem(process.versions.node);
  if (problem) throw new Problem(problem);
  const node = await ensureInstalled(root);
  await ensureBuilt(root, node);
  if (!args.includes('--prepare-only')) process.exitCode = await runServer(root, node, args);
} catch (error) {
  const sentence =
    error instanceof Problem ? error.message : explain(`${error?.code ?? ''} ${error?.message ?? ''}`);
  process.stderr.write(`Veche: ${sentence ?? error?.stack ?? error}\n`);
  process.exitCode = error?.exitCode ?? 1;
}
