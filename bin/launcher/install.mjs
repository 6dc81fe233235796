import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decideInstall } from './decide.mjs';
import { hashFile } from './fingerprint.mjs';
import { findNode } from './own-node.mjs';
import { explain, Problem, say, sayWhileWorking } from './say.mjs';
import { runStep } from './step.mjs';

/** Sees to it that node_modules is what package-lock.json asks for; answers with the path of the Node to run. */
export async function ensureInstalled(root, { findOwnNode = findNode, install = runNpm } = {}) {
  const lockFile = join(root, 'package-lock.json');
  if (!existsSync(lockFile)) {
    throw new Problem('package-lock.json is missing. Fetch it again with "git checkout package-lock.json".');
  }
  const wanted = hashFile(lockFile);
  const stampFile = join(root, 'node_modules', '.veche-lock');
  const stamp = readJson(stampFile);
  const installedFile = join(root, 'node_modules', '.package-lock.json');
  if (stamp?.lock === wanted && existsSync(installedFile) && existsSync(stamp.node)) return stamp.node;

  const decision = decideInstall({
    wanted,
    stamp: stamp?.lock,
    lock: readJson(lockFile),
    installed: readJson(installedFile),
  });
  if (decision === 'runtime' || decision === 'all') await install(root, decision);
  const node = findOwnNode(root);
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  try {
    writeFileSync(stampFile, JSON.stringify({ lock: wanted, node }));
  } catch {
    // A program folder that is not ours to write to: the next start looks again, which costs a moment.
  }
  return node;
}

/** What the tests need besides, for whoever cloned this and never installed it, or only started it. */
export async function ensureDeveloperPackages(root) {
  if (!existsSync(join(root, 'node_modules/eslint/package.json'))) await runNpm(root, 'all');
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

const noNpm = 'npm was not found. Install it (on Debian and Ubuntu: "apt install npm") and start again.';

async function runNpm(root, decision) {
  say('installing the packages it is made of (the first time: about a minute and 400 MB) …');
  const began = Date.now();
  const args = ['ci', '--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline', '--loglevel=error'];
  args.push(decision === 'all' ? '--include=dev' : '--omit=dev');
  const done = sayWhileWorking('still installing');
  const { file, first, shell } = npm();
  const { code, signal, output } = await runStep(file, [...first, ...args], { cwd: root, shell }).catch(
    (error) => {
      throw error.code === 'ENOENT' ? new Problem(noNpm) : error;
    },
  );
  done();
  if (code !== 0) {
    // npm's first line names the kind of failure, the next one says it in words.
    const told = output.split('\n').filter((line) => /^npm (error|ERR!)/.test(line));
    const kind = `${told[0] ?? ''} ${signal ?? ''}`;
    throw new Problem(explain(kind) ?? `The packages could not be installed. ${told.slice(0, 2).join(' ')}`);
  }
  say(`installed in ${Math.round((Date.now() - began) / 1000)} s.`);
}

/** "npm start" says where it lives; otherwise it is looked for on the path. */
function npm() {
  const script = process.env.npm_execpath;
  if (script && /npm-cli\.c?js$/.test(script) && existsSync(script))
    return { file: process.execPath, first: [script], shell: false };
  return process.platform === 'win32'
    ? { file: 'npm.cmd', first: [], shell: true }
    : { file: 'npm', first: [], shell: false };
}
