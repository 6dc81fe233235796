#!/usr/bin/env node
// Runs a script of the project under its own Node 24: `node bin/own-node.mjs SCRIPT [ARGUMENTS]`.
import { spawn } from 'node:child_process';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findNode } from './launcher/own-node.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const child = spawn(findNode(root), process.argv.slice(2), { stdio: 'inherit', cwd: root });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
