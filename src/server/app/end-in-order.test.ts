import { expect, test, vi } from 'vitest';
import { makeLog } from '#server/kernel';
import { endInOrder, type Ending } from './end-in-order.ts';

const said: string[] = [];
const log = makeLog('error', { write: (line) => said.push(line) });

test('what was started last ends first, and each waits for the one before', async () => {
  const ended: string[] = [];
  const one = (name: string, ms: number): Ending => ({
    name,
    end: async () => {
      await new Promise((done) => setTimeout(done, ms));
      ended.push(name);
    },
  });
  expect(await endInOrder([one('database', 1), one('parts', 20), one('site', 40)], log)).toBe(true);
  expect(ended).toEqual(['site', 'parts', 'database']);
});

test('neither what fails nor what never ends keeps the database from being ended', async () => {
  const database = vi.fn(async () => undefined);
  const started: Ending[] = [
    { name: 'database', end: database },
    { name: 'hangs', end: () => new Promise(() => undefined) },
    { name: 'fails', end: () => Promise.reject(new Error('no')) },
    {
      name: 'throws',
      end: () => {
        throw new Error('at once');
      },
    },
  ];
  expect(await endInOrder(started, log, 50)).toBe(false);
  expect(database).toHaveBeenCalledOnce();
  expect(said.map((line) => JSON.parse(line)).map(({ msg, name }) => `${name} ${msg}`)).toEqual([
    'throws could not end cleanly',
    'fails could not end cleanly',
    'hangs took too long to end',
  ]);
});
