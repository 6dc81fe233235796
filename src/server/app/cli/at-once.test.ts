import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../../..');
const folder = mkdtempSync(join(tmpdir(), 'veche-at-once-'));

beforeAll(() => {
  const event = `<event id="1"><start>10:00</start><duration>00:30</duration><title>T</title></event>`;
  const programme = `<schedule><conference><title>T</title></conference><day index="1" date="2026-05-01"><room name="A">${event}</room></day></schedule>`;
  writeFileSync(join(folder, 'programme.xml'), programme);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function importTo(event: string): Promise<{ status: number | null; said: unknown }> {
  const args = ['programme', 'import', join(folder, 'programme.xml'), '--event', event, '--json'];
  const child = spawn(join(root, 'bin/veche'), args, {
    cwd: folder,
    env: { PATH: process.env.PATH, VECHE_DATA: join(folder, 'data'), VECHE_ENGINE: 'off' },
  });
  const [out, status] = await Promise.all([
    text(child.stdout),
    new Promise<number | null>((done) => child.once('close', done)),
  ]);
  return { status, said: JSON.parse(out) };
}

// The second finds the database that the first one started for itself, and must not lose it.
test('commands at the same time share a database that none of them found running', async () => {
  const first = await importTo('zero');
  const all = [first, ...(await Promise.all(['one', 'two', 'three'].map(importTo)))];
  expect(all).toMatchObject(
    ['zero', 'one', 'two', 'three'].map((event) => ({ status: 0, said: { event, events: 1 } })),
  );
}, 120_000);
