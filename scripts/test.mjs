// Everything that must hold, one suite after another: `npm test`. `--quick` is the half without journeys.
// Ends with a plain line that counts every suite. A skip for want of a browser, ffmpeg or the engine is a failure in CI.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureDeveloperPackages } from '../bin/launcher/install.mjs';
import { findNode } from '../bin/launcher/own-node.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const isQuick = process.argv.includes('--quick');
await ensureDeveloperPackages(root);
const node = findNode(root);
const reports = mkdtempSync(join(tmpdir(), 'veche-reports-'));
const env = { ...process.env, PATH: `${dirname(node)}:${process.env.PATH}`, NO_COLOR: '1' };
const total = { passed: 0, failed: 0, skipped: 0 };
const failures = [];

/** Resolves when the program ends; never rejects. */
function run(name, file, args, more = {}) {
  const began = Date.now();
  return new Promise((done) => {
    const child = spawn(node, [join(root, file), ...args], { cwd: root, env: { ...env, ...more } });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    child.on('error', (error) => (output += error));
    child.on('close', (status) =>
      done({ name, ok: status === 0, seconds: ((Date.now() - began) / 1000).toFixed(1), output }),
    );
  });
}

function tell(result) {
  total[result.ok ? 'passed' : 'failed'] += 1;
  console.log(`${result.ok ? 'ok  ' : 'FAIL'} ${result.name} (${result.seconds} s)`);
  if (!result.ok) failures.push(`── ${result.name}\n${result.output.slice(-6000)}`);
}

/** Two at a time: each works on one core. */
async function checks(list) {
  const waiting = [...list];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) tell(await run(...next));
  };
  await Promise.all([worker(), worker()]);
}

const indented = (text) => text.replaceAll(/^/gm, '       ');

async function suite(name, config) {
  const file = join(reports, `${name}.json`);
  const result = await run(name, 'node_modules/vitest/vitest.mjs', [
    'run',
    '--config',
    config,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ]);
  const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  if (!report) {
    total.failed += 1;
    failures.push(`── ${name} made no report\n${result.output.slice(-6000)}`);
    console.log(`FAIL ${name} (${result.seconds} s)`);
    return;
  }
  const skips = report.testResults.flatMap((one) =>
    one.assertionResults
      .filter((test) => ['pending', 'skipped', 'todo'].includes(test.status))
      .map((test) => test.fullName),
  );
  // Its tests could not be read, or what stands before or after them went wrong.
  const isBroken = (one) =>
    one.status === 'failed' && one.assertionResults.every((test) => test.status !== 'failed');
  const brokenFiles = report.testResults.filter(isBroken).length;
  const failed =
    report.numFailedTests + brokenFiles + (result.ok || report.numFailedTests + brokenFiles > 0 ? 0 : 1);
  total.passed += report.numPassedTests;
  total.failed += failed;
  total.skipped += skips.length;
  console.log(
    `${failed === 0 ? 'ok  ' : 'FAIL'} ${name}: ${report.numPassedTests} passed, ${failed} failed, ${skips.length} skipped (${result.seconds} s)`,
  );
  for (const one of report.testResults) {
    const broken = one.assertionResults.filter((test) => test.status === 'failed');
    const file = one.name.slice(root.length + 1);
    // The report has the word of the whole file only; of what stands around a group it stands in the output.
    if (isBroken(one)) {
      const said = one.message || (result.output.split(` FAIL  ${file}`)[1] ?? '').split('\n⎯')[0];
      console.log(`     failed, but no test of it: ${file}\n${indented(said.slice(0, 2500))}`);
    }
    // What went wrong stands beside the name: the whole output comes after it and may be cut.
    for (const test of broken)
      console.log(
        `     failed: ${file}: ${test.fullName}\n${indented(test.failureMessages.join('\n').slice(0, 2500))}`,
      );
  }
  for (const skip of skips) console.log(`     skipped: ${skip}`);
  if (failed > 0) {
    const told = result.output.split('\n').filter((line) => !/^\s*✓/.test(line));
    failures.push(`── ${name}\n${told.join('\n').slice(-12000)}`);
  }
  // What the machine lacks may be skipped on a laptop; CI installs it, so there a skip hides something.
  const wanting = skips.filter((skip) =>
    /needs (a browser|ffmpeg|the engine)|no video engine|no Chromium|is on PATH/.test(skip),
  );
  if (process.env.CI && wanting.length > 0) {
    total.failed += wanting.length;
    total.skipped -= wanting.length;
    failures.push(`── ${name}: skipped in CI\n${wanting.join('\n')}`);
  }
}

const sync = await run('sync', 'node_modules/@sveltejs/kit/svelte-kit.js', ['sync']);
if (!sync.ok) failures.push(sync.output);
await checks([
  ['lint', 'node_modules/eslint/bin/eslint.js', ['.']],
  ['format', 'node_modules/prettier/bin/prettier.cjs', ['--check', '.', '--log-level', 'warn']],
  [
    'types',
    'node_modules/svelte-check/bin/svelte-check',
    ['--tsgo', '--output', 'machine', '--threshold', 'error'],
  ],
  ['doors', 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs', ['src', 'bin', 'tests']],
  ['dead code', 'node_modules/knip/bin/knip.js', []],
  ['generated types', 'scripts/generate-types.ts', ['--check']],
]);
if (!isQuick) {
  // First, because a law looks at what was built.
  tell(await run('build', 'bin/start.mjs', ['--prepare-only']));
  await suite('modules', 'vitest.config.ts');
  await suite('journeys', 'vitest.e2e.config.ts');
}
rmSync(reports, { recursive: true, force: true });
for (const failure of failures) console.log(`\n${failure}`);
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 || failures.length > 0 ? 1 : 0;
