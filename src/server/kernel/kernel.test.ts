import { sql } from 'kysely';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  audit,
  changed,
  emit,
  findBrokenAudit,
  inTransaction,
  makeLog,
  openBox,
  openField,
  pick,
  readConfig,
  refuse,
  Refusal,
  sealBox,
  sealField,
  settleOperatorKey,
} from '#server/kernel';
import { deliverAll, root, system, testCtx, waitingJobs } from '../../../tests/support/given.ts';

describe('audit', () => {
  test('chains what staff do, and finds the entry that was changed', async () => {
    const ctx = system(await testCtx());
    await audit(ctx, 'congress.release', 'event:1', { number: 1 });
    await audit(ctx, 'congress.release', 'event:1', { number: 2, name: 'б' });
    expect(await findBrokenAudit(ctx)).toBe(undefined);
    await sql`alter table kernel.audit disable trigger append_only`.execute(ctx.db);
    const [first] = await ctx.db
      .updateTable('kernel.audit')
      .set({ action: 'other' })
      .where('details', '@>', JSON.stringify({ number: 1 }) as never)
      .returning('id')
      .execute();
    expect(await findBrokenAudit(ctx)).toBe(first!.id);
  });

  test('cannot be changed', async () => {
    const ctx = system(await testCtx());
    await audit(ctx, 'a', 'b');
    await expect(ctx.db.deleteFrom('kernel.audit').execute()).rejects.toThrow('append only');
  });
});

describe('events', () => {
  test('reach each listener once, though delivered twice', async () => {
    const heard: string[] = [];
    const listeners = {
      'test.happened': async (_: unknown, what: { id: string }) => void heard.push(what.id),
    };
    const ctx = await testCtx({
      modules: [{ name: 'one', listeners }, { name: 'two', listeners }, { name: 'deaf' }],
    });
    await inTransaction(ctx, (inner) => emit(inner, { name: 'test.happened', data: { id: 'x' } }));
    const jobs = await waitingJobs(ctx);
    expect(jobs.map((job) => job.payload.listener)).toEqual(['one', 'two']);
    await deliverAll(ctx);
    const { deliver } = await import('#server/kernel');
    for (const job of jobs) await deliver(ctx, job.payload);
    expect(heard.length).toBe(2);
  });

  test('are gone with the transaction that told them', async () => {
    const ctx = await testCtx({
      modules: [{ name: 'one', listeners: { 'test.happened': async () => undefined } }],
    });
    const failing = inTransaction(ctx, async (inner) => {
      await emit(inner, { name: 'test.happened', data: {} });
      await changed(inner, 'site');
      throw refuse('conflict', 'test.no');
    });
    await expect(failing).rejects.toBeInstanceOf(Refusal);
    expect(await waitingJobs(ctx)).toEqual([]);
  });
});

describe('crypto tiers', () => {
  const place = { table: 'a.b', column: 'c', row: '1' };

  test('a field opens in its own place only, and tells no length', async () => {
    const { keys } = (await testCtx()).app;
    const sealed = sealField(keys, place, 'Бусел');
    expect(openField(keys, place, sealed)).toBe('Бусел');
    expect(() => openField(keys, { ...place, row: '2' }, sealed)).toThrow();
    expect(sealField(keys, place, 'a').length).toBe(sealField(keys, place, 'a longer name').length);
    for (let at = 0; at < sealed.length; at += 1) {
      const bent = Buffer.from(sealed);
      bent[at]! ^= 1;
      if (at > 0) expect(() => openField(keys, place, bent)).toThrow();
    }
  });

  test('a box opens for its purpose only', async () => {
    const { keys } = (await testCtx()).app;
    const box = sealBox(keys, 'join', { words: ['а'] });
    expect(openBox(keys, 'join', box)).toEqual({ words: ['а'] });
    expect(openBox(keys, 'other', box)).toBe(undefined);
    expect(openBox(keys, 'join', `${box.slice(0, -4)}AAAA`)).toBe(undefined);
    expect(openBox(keys, 'join', 'not a box')).toBe(undefined);
  });
});

test('the log keeps to its list', () => {
  const lines: string[] = [];
  const log = makeLog('info', { write: (line) => void lines.push(line) });
  log.info('request', { route: '/be', status: 200, ...({ ip: '203.0.113.7', userAgent: 'Tor' } as object) });
  expect(lines.join('')).toContain('"route":"/be"');
  expect(lines.join('')).not.toMatch(/203\.0\.113\.7|Tor/);
});

test('a setting that does not exist is refused by its name', () => {
  expect(() => readConfig({ VECHE_PROT: '1' }, root)).toThrow('kernel.unknown_setting');
  expect(() => readConfig({ PORT: '99999' }, root)).toThrow('kernel.bad_setting');
  expect(
    readConfig({ PORT: '8080', VECHE_ADDRESS: 'https://a.example/, http://b.onion' }, root).origins,
  ).toEqual(['https://a.example', 'http://b.onion']);
});

test('a text comes in the reader’s language, or honestly in another', () => {
  expect(pick({ be: 'а', en: 'b' }, 'ru')).toEqual({ text: 'а', lang: 'be' });
  expect(pick({ en: 'b' }, 'en')).toEqual({ text: 'b', lang: 'en' });
  expect(pick({}, 'en').text).toBe('');
});

test('a database keeps to the operator key it was filled under', async () => {
  const ctx = await testCtx();
  const file = join(ctx.config.data, `key-${randomBytes(4).toString('hex')}`);
  const made = await settleOperatorKey(ctx.db, file);
  expect(await settleOperatorKey(ctx.db, file)).toEqual(made);
  await expect(settleOperatorKey(ctx.db, file, randomBytes(32))).rejects.toThrow('kernel.operator_key_other');
  rmSync(file);
  await expect(settleOperatorKey(ctx.db, file)).rejects.toThrow('kernel.operator_key_missing');
});

test('what a guest did is audited by the day', async () => {
  const ctx = await testCtx();
  await audit(ctx, 'accounts.accept_invitation', 'invitation:1', {}, 'day');
  const row = await ctx.db.selectFrom('kernel.audit').select('at').executeTakeFirstOrThrow();
  expect(row.at.toISOString()).toBe('2026-10-31T00:00:00.000Z');
});
