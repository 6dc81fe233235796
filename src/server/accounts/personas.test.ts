import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { langs, Refusal, type Ctx } from '#server/kernel';
import * as accounts from '#server/accounts';
import { actingAs, guest, system, testCtx } from '../../../tests/support/given.ts';

async function start(): Promise<Ctx> {
  const ctx = await testCtx({ modules: [accounts.module] });
  ctx.app.parts.accounts = accounts.makeHashing({ memory: 64, passes: 1 });
  return ctx;
}
async function someone(ctx: Ctx): Promise<Ctx & { personId: string }> {
  const made = await accounts.createPerson(guest(ctx), {
    words: accounts.makePhrase('be', randomBytes).join(' '),
    label: 'дома',
  });
  const { personId, signInId } = made;
  return { ...actingAs(ctx, { kind: 'person', personId, signInId }), personId };
}
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'nothing',
    (error: unknown) => (error instanceof Refusal ? error.code : String(error)),
  );

const here: accounts.Place = { kind: 'event', id: 'e1' };
const there: accounts.Place = { kind: 'event', id: 'e2' };

/** Every row of every table of ours as text, as a dump would show it. */
async function dump(ctx: Ctx): Promise<{ table: string; row: Record<string, unknown>; text: string }[]> {
  const tables = await sql<{ name: string }>`select format('%I.%I', table_schema, table_name) as name
    from information_schema.tables where table_type = 'BASE TABLE'
      and table_schema not in ('pg_catalog', 'information_schema')`.execute(ctx.db);
  const rows = [];
  for (const { name } of tables.rows) {
    const found = await sql<{
      row: Record<string, unknown>;
    }>`select to_jsonb(t) as row from ${sql.raw(name)} t`.execute(ctx.db);
    for (const { row } of found.rows) rows.push({ table: name, row, text: JSON.stringify(row) });
  }
  return rows;
}

describe('personas', () => {
  test('one pseudonym a place, changed there while the motif stays', async () => {
    const ctx = await start();
    const me = await someone(ctx);
    const one = await accounts.takePersona(me, here, '  Бусел  і вярба ');
    const two = await accounts.takePersona(me, there, 'Сава');
    expect(one.pseudonym).toBe('Бусел і вярба');
    expect(one.id).not.toBe(two.id);
    const renamed = await accounts.takePersona(me, here, 'Чапля');
    expect(renamed.id).toBe(one.id);
    expect(await accounts.myPersona(me, here)).toEqual({ id: one.id, pseudonym: 'Чапля', place: here });
    expect((await accounts.listMyPersonas(me)).map((persona) => persona.pseudonym)).toEqual([
      'Сава',
      'Чапля',
    ]);
    expect(await accounts.myPersona(await someone(ctx), here)).toBeUndefined();
    await accounts.dropPersona(me, here);
    expect(await accounts.findPersona(ctx, one.id)).toBeUndefined();
    expect((await accounts.listMyPersonas(me)).map((persona) => persona.id)).toEqual([two.id]);
  });

  test.each([
    ['Бусел', 'бусел'],
    ['Сава', 'Caвa'],
    ['Шпак', 'Ш п а-к'],
    ['Вераб’ёк', "ВЕРАБ'ЕК"],
    ['Poet', 'Роет'],
    ['Зорка', '3орка'],
  ])('%s taken, %s is too', async (taken, asked) => {
    const ctx = await start();
    await accounts.takePersona(await someone(ctx), here, taken);
    const other = await someone(ctx);
    expect(await codeOf(accounts.takePersona(other, here, asked))).toBe('accounts.pseudonym_taken');
    expect((await accounts.takePersona(other, there, asked)).place).toEqual(there);
  });

  test.each([
    ['', 'letters'],
    ['!', 'letters'],
    ['Я', 'length'],
    ['а'.repeat(33), 'length'],
    ['Бусел\u202eкош', 'letters'],
    ['<b>Бусел', 'letters'],
    ['Мадэратар', 'office'],
    ['Оrganiser', 'office'],
    ['Ве ча', 'office'],
  ])('%j is refused', async (asked, why) => {
    const ctx = await start();
    expect(await codeOf(accounts.takePersona(await someone(ctx), here, asked))).toBe(
      `accounts.pseudonym_${why}`,
    );
  });

  test('suggestions can be taken as they are, in every language', async () => {
    const ctx = await start();
    for (const lang of langs) {
      const suggested = await accounts.suggestPersonas({ ...ctx, lang }, here);
      expect(new Set(suggested).size).toBe(4);
      for (const one of suggested) {
        expect((await accounts.takePersona(await someone(ctx), here, one)).pseudonym).toBe(one);
      }
    }
  });

  test('a dump of all tables joins no two personas of one account, nor a persona and its account', async () => {
    const ctx = await start();
    const people = [await someone(ctx), await someone(ctx), await someone(ctx)];
    const ids: string[][] = [];
    for (const [index, me] of people.entries()) {
      const a = await accounts.takePersona(me, here, `Бусел ${index}`);
      const b = await accounts.takePersona(me, there, `Сава ${index}`);
      ids.push([a.id, b.id]);
    }
    const rows = await dump(ctx);
    // Any value of five characters or more that stands in the rows of two personas, or of a persona and a person.
    const known = new Set(['event', 'accounts', 'persona']);
    const valuesOf = (match: (one: (typeof rows)[number]) => boolean) =>
      new Set(
        rows
          .filter(match)
          .flatMap(({ row }) => Object.values(row).map(String))
          .filter((value) => value.length > 4 && !known.has(value)),
      );
    for (const [index, [a, b]] of ids.entries()) {
      const ofA = valuesOf(({ text }) => text.includes(a!));
      const ofB = valuesOf(({ text }) => text.includes(b!));
      const ofPerson = valuesOf(({ text }) => text.includes(people[index]!.personId));
      expect(ofA.size).toBeGreaterThan(1);
      expect(ofPerson.size).toBeGreaterThan(1);
      expect([...ofA].filter((value) => ofB.has(value) || ofPerson.has(value))).toEqual([]);
      expect([...ofB].filter((value) => ofPerson.has(value))).toEqual([]);
    }
    // The lists of two people with as many personas are equally long: the length tells nothing.
    const sealed = rows
      .filter(({ table }) => table === 'accounts.person')
      .map(({ row }) => String(row.places).length);
    expect(new Set(sealed).size).toBe(1);
  });

  test('after a night the order of rows tells nothing of who came when', async () => {
    const ctx = await start();
    for (let count = 0; count < 24; count += 1) {
      await accounts.takePersona(await someone(ctx), here, `Госць ${count + 100}`);
    }
    const inOrder = async (table: string): Promise<string[]> =>
      (await sql<{ id: string }>`select id from ${sql.table(table)} order by ctid`.execute(ctx.db)).rows.map(
        (row) => row.id,
      );
    expect(await inOrder('accounts.persona')).not.toEqual((await inOrder('accounts.persona')).toSorted());
    await accounts.module.jobs!.forget!(system(ctx), {});
    for (const table of ['accounts.persona', 'accounts.person', 'accounts.sign_in']) {
      const ids = await inOrder(table);
      expect(ids).toHaveLength(24);
      expect(ids).toEqual(ids.toSorted());
    }
  });

  test('disclose tells with the key what it does not tell from a dump', async () => {
    const ctx = await start();
    await someone(ctx);
    const me = await someone(ctx);
    const one = await accounts.takePersona(me, here, 'Бусел');
    const two = await accounts.takePersona(me, there, 'Сава');
    const told = await accounts.disclose(system(ctx), one.id);
    expect(told?.fromDump).toEqual({ persona: one });
    expect(told?.withKeys).toMatchObject({
      personId: me.personId,
      joined: '2026-10',
      hasWords: true,
      personas: [one, two],
    });
    expect(told?.withKeys?.signIns).toEqual([{ label: 'дома', day: '2026-10-31', lastDay: '2026-10-31' }]);
    expect(await accounts.disclose(system(ctx), 'nobody')).toBeUndefined();
  });
});

describe('taking and leaving', () => {
  test('my data holds what every module has', async () => {
    const ctx = await start();
    ctx.app.modules.push({
      name: 'diary',
      personal: { export: async (_, personId) => ({ of: personId }), erase: async () => undefined },
    });
    const me = await someone(ctx);
    const persona = await accounts.takePersona(me, here, 'Бусел');
    const data = await accounts.takeMyData(me);
    expect(data.diary).toEqual({ of: me.personId });
    expect(data.accounts).toMatchObject({ personas: [persona], signIns: [{ label: 'дома' }], roles: [] });
    expect(JSON.stringify(data)).not.toContain('argon2');
  });

  test('every night an account is forgotten that nobody can come back to', async () => {
    const ctx = await start();
    const kept = await someone(ctx);
    const { token } = await accounts.invite(system(ctx), [here], { role: 'speaker' });
    const lost = await accounts.acceptInvitation(guest(ctx), token);
    const forget = accounts.module.jobs!.forget!;
    await forget(system(ctx), {});
    expect(await accounts.findSignIn(ctx, lost.token)).toBeDefined();
    await forget({ ...system(ctx), now: () => new Date('2027-04-01T03:20:00Z') }, {});
    const rows = await dump(ctx);
    expect(rows.filter(({ text }) => text.includes(lost.personId))).toEqual([]);
    expect(rows.some(({ table, text }) => table === 'accounts.person' && text.includes(kept.personId))).toBe(
      true,
    );
  });

  test('who leaves is gone from every table, and the upper modules let go first', async () => {
    const ctx = await start();
    const order: string[] = [];
    ctx.app.modules.push({
      name: 'diary',
      personal: {
        export: async () => ({}),
        erase: async (inner, personId) => {
          const row = await inner.db
            .selectFrom('accounts.person')
            .select('id')
            .where('id', '=', personId)
            .executeTakeFirst();
          order.push(row ? 'diary while the person is there' : 'diary too late');
        },
      },
    });
    const [me, other] = [await someone(ctx), await someone(ctx)];
    const mine = await accounts.takePersona(me, here, 'Бусел');
    const kept = await accounts.takePersona(other, here, 'Сава');
    const { token } = await accounts.invite(system(ctx), [here], { role: 'speaker', subject: 'speaker:p1' });
    const accepted = await accounts.acceptInvitation(me, token);
    expect((await dump(ctx)).some(({ text }) => text.includes(me.personId))).toBe(true);
    await accounts.leave(me);
    expect(order).toEqual(['diary while the person is there']);
    const rows = await dump(ctx);
    for (const trace of [me.personId, mine.id, accepted.signInId, 'Бусел']) {
      expect(
        rows.filter(({ text }) => text.includes(trace)).map(({ table }) => table),
        trace,
      ).toEqual([]);
    }
    expect(await accounts.findPersona(ctx, kept.id)).toEqual(kept);
    expect(await accounts.findSignIn(ctx, accepted.token)).toBeUndefined();
    // The pseudonym is free again.
    expect((await accounts.takePersona(other, here, 'Бусел')).id).toBe(kept.id);
  });
});
