import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decideBuild } from './decide.mjs';
import { fingerprint } from './fingerprint.mjs';
import { explain, Problem, say, sayWhileWorking } from './say.mjs';
import { runStep } from './step.mjs';

/** Builds the pages when what they are made from has changed since. */
export async function ensureBuilt(root, node, steps = buildSteps) {
  const stampFile = join(root, 'build', '.stamp');
  const wanted = fingerprint(root);
  const decision = decideBuild({
    wanted,
    made: existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : undefined,
    complete: existsSync(join(root, 'build', 'site', 'handler.js')),
  });
  if (decision === 'keep') return;
  say('building its pages (once after each change, about ten seconds) …');
  const began = Date.now();
  const done = sayWhileWorking('still building');
  // Without its stamp an unfinished build is never taken for a good one.
  rmSync(stampFile, { force: true });
  for (const step of steps(root)) await build(root, node, step);
  done();
  mkdirSync(join(root, 'build'), { recursive: true });
  // Taken again: a step may write into the folders that were hashed (fonts).
  writeFileSync(stampFile, fingerprint(root));
  say(`built in ${((Date.now() - began) / 1000).toFixed(1)} s.`);
}

const vite = 'node_modules/vite/bin/vite.js';

function buildSteps(root) {
  const steps = [
    // Makes .svelte-kit by itself: a "svelte-kit sync" before it would only cost a second and a half.
    { name: 'vite build', args: [vite, 'build', '--logLevel', 'warn'] },
  ];
  if (existsSync(join(root, 'vite.enhance.config.ts'))) {
    const args = [vite, 'build', '--config', 'vite.enhance.config.ts', '--logLevel', 'warn'];
    steps.push({ name: 'small scripts of reading pages', args });
  }
  if (!existsSync(join(root, 'scripts/fonts.ts'))) return steps;
  if (existsSync(join(root, 'node_modules/subset-font')))
    steps.unshift({ name: 'fonts', args: ['scripts/fonts.ts'] });
  else if (!existsSync(join(root, 'static/fonts')))
    say('its own fonts cannot be made here; the pages use the system’s.');
  return steps;
}

async function build(root, node, { name, args }) {
  const env = { ...process.env, NODE_ENV: 'production' };
  const { code, signal, output } = await runStep(node, args, { cwd: root, env });
  if (code === 0) return;
  // The output may quote sources, so only what cannot stand in one is explained.
  const kind = /ENOSPC: no space|heap out of memory/.exec(output)?.[0] ?? signal ?? '';
  throw new Problem(
    explain(kind) ?? `The pages could not be built (${name}). It ended with:\n${output.trim().slice(-2_000)}`,
  );
}
