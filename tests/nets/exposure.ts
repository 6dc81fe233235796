import type { SignalResponse } from '@livekit/protocol';
import { withDatabase } from './cast.ts';

const bands = [0, 1, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];

export interface Secret {
  name: string;
  value: string | Buffer;
  /** Who is told, for they need it: a moderator removes a seat by it. */
  may: string;
}

/** Ids of people, their accounts, names and sign-ins, marks in every table of the session, and who listens at the engine. */
export async function secretsOf(data: string, listeners: readonly string[]): Promise<Secret[]> {
  const listening = listeners.map((value) => ({ name: 'listener at the engine', value, may: '' }));
  const stored = await withDatabase(data, async (client) => {
    const found: Secret[] = [];
    const keep = async (name: string, text: string, may = ''): Promise<void> => {
      const { rows } = await client.query<{ value: string | Buffer }>(text);
      for (const { value } of rows)
        for (const form of value instanceof Buffer
          ? [value, value.toString('hex'), value.toString('base64').slice(0, -4), value.toString('base64url')]
          : [value])
          found.push({ name, value: form, may });
    };
    await keep('person', 'select id as value from accounts.person');
    await keep('persona', 'select id as value from accounts.persona');
    await keep('sign-in', 'select id as value from accounts.sign_in');
    await keep(
      'seat in the hall',
      `select identity as value from live.seat where place = 'hall'`,
      'moderator',
    );
    // Whoever has a booth's microphone is heard, and nameless.
    await keep(
      'place in a booth',
      'select identity as value from live.booth_place where identity not in (select active from live.booth where active is not null)',
    );
    await keep('place in a meeting', 'select identity as value from live.gathering_place');
    const { rows } = await client.query<{ name: string; column: string }>(
      `select format('%I.%I', table_schema, table_name) as name, column_name as column from information_schema.columns where table_schema in ('live', 'accounts') and data_type = 'bytea'`,
    );
    for (const { name, column } of rows)
      await keep(
        `${name}.${column}`,
        `select ${column} as value from ${name} where length(${column}) between 8 and 100`,
      );
    return found;
  });
  return [...listening, ...stored];
}

/** What the engine may not say: how many are there, and when others came. */
export function engineFaults(heard: readonly SignalResponse[]): string[] {
  return heard.flatMap(({ message: { case: kind, value } }) => {
    const {
      room,
      otherParticipants = [],
      participants = [],
    } = (value ?? {}) as {
      room?: { numParticipants: number };
      otherParticipants?: { joinedAt: bigint; joinedAtMs: bigint }[];
      participants?: { joinedAt: bigint; joinedAtMs: bigint }[];
    };
    const faults = [...otherParticipants, ...participants]
      .filter((one) => one.joinedAt !== 0n || one.joinedAtMs !== 0n)
      .map(() => `${kind}: when somebody came`);
    return room?.numParticipants ? [...faults, `${kind}: ${room.numParticipants} are there`] : faults;
  });
}

/** Bands only, in every frame of the stream. */
export function streamFaults(text: string): string[] {
  const told = [...text.matchAll(/"(band|hands|listeners|followers|applause)":(\d+)/g)];
  if (!told.some(([, name]) => name === 'band')) return ['no band was told'];
  return told.filter(([, , number]) => !bands.includes(Number(number))).map(([all]) => all);
}

/** Columns of times in the tables of sessions and accounts that hold one since `began`; full hours tell nothing of a person. */
export const momentsSince = (data: string, began: number): Promise<string[]> =>
  withDatabase(data, async (client) => {
    const { rows } = await client.query<{ name: string; column: string; type: string }>(
      `select format('%I.%I', c.table_schema, c.table_name) as name, c.column_name as column, c.data_type as type
     from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
     where table_schema in ('live', 'accounts') and t.table_type = 'BASE TABLE' and c.data_type ~ '^(timestamp|time|date|interval)'`,
    );
    const found: string[] = [];
    for (const { name, column } of rows) {
      const { rows: values } = await client.query<{ n: string }>(
        `select count(*) as n from ${name} where ${column}::timestamptz between to_timestamp($1) and now() and extract(epoch from ${column}::timestamptz)::numeric % 3600 <> 0`,
        [Math.floor(began / 1000)],
      );
      if (Number(values[0]!.n) > 0) found.push(`${name}.${column}`);
    }
    return found.sort();
  });
