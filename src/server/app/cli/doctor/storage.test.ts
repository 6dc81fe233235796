import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readConfig } from '#server/kernel';
import { bucketProgram, startBucket } from '../../../recordings/storage/test-bucket.ts';
import { checkStorage } from './storage.ts';

const look = async (setting?: string): Promise<string> => {
  const data = mkdtempSync(join(tmpdir(), 'veche-doctor-'));
  onTestFinished(() => rmSync(data, { recursive: true, force: true }));
  const config = readConfig({ VECHE_DATA: data, ...(setting && { VECHE_STORAGE: setting }) }, process.cwd());
  const { state, what } = await checkStorage(config);
  return `${state} ${what}`;
};

test('a folder of its own is as good as its disk', async () => {
  expect(await look()).toBe('ok folder');
});

const missing = bucketProgram ? '' : ' (no versitygw on this machine)';
describe.skipIf(missing)(`a bucket${missing}`, { timeout: 60_000 }, () => {
  test('that answers; with a wrong key; that is not there; and whose server is gone', async () => {
    const server = await startBucket();
    onTestFinished(() => server.stop());
    expect(await look(server.setting)).toBe('ok bucket');
    expect(await look(server.setting.replace('let%2Fme%20in', 'guessed'))).toBe('bad denied');
    expect(await look(server.setting.replace('/records/', '/nothing/'))).toBe('bad odd');
    await server.kill();
    expect(await look(server.setting)).toBe('bad unreachable');
  });

  test('behind something that speaks no HTTP', async () => {
    const server = createServer((socket) => socket.on('error', () => undefined).end('220 mail\r\n'));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    onTestFinished(() => void server.close());
    const { port } = server.address() as { port: number };
    expect(await look(`s3+http://k:s@127.0.0.1:${port}/b`)).toBe('bad unreachable');
  });
});
