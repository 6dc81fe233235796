import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { startSite, type RunningSite } from '../support/site.ts';
import { makeDice } from './attacks.ts';
import { accept, desk, eventFields, joinWithWords, must, withDatabase } from './cast.ts';
import type { Pair } from './forms.ts';
import { makeVisitor, type Stamp, type Visitor } from './visitor.ts';

export interface KillTally {
  /** Kills done; a run that is taken up again goes on from here. */
  kills: number;
  /** Writes that were answered, and are looked for. */
  acknowledged: number;
  /** Sent, and killed before an answer came: sent again after the restart with the same token. */
  resent: number;
  lost: string[];
  doubled: string[];
  restartMs: number[];
  faults: string[];
}
export const freshKillTally = (): KillTally => ({
  kills: 0,
  acknowledged: 0,
  resent: 0,
  lost: [],
  doubled: [],
  restartMs: [],
  faults: [],
});

/** One write: where it goes and the word by which it is found again. */
interface Write {
  kind: 'question' | 'room' | 'page' | 'persona';
  mark: string;
  path: string;
  pairs: Pair[];
  by: Visitor;
}

interface Writer {
  by: Visitor;
  make(mark: string): Omit<Write, 'mark' | 'by'>;
  /** Where its tokens come from. */
  tokens: string;
}

/** All processes of a site: its own and those of its database. Only what this net started. */
function processesOf(site: RunningSite): number[] {
  const family = new Set<number>([site.process.pid!]);
  try {
    family.add(Number(readFileSync(join(site.data, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0]));
  } catch {
    // Killed before there was a database.
  }
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        return [[Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])] as const];
      } catch {
        return [];
      }
    });
  for (let size = -1; size !== family.size;) {
    size = family.size;
    for (const [pid, parent] of parents) if (family.has(parent)) family.add(pid);
  }
  return [...family].filter((pid) => pid > 1 && pid !== process.pid);
}

/** kill -9 of everything at one moment. */
async function killAll(site: RunningSite): Promise<void> {
  const ended = new Promise<void>((done) =>
    site.process.exitCode === null && site.process.signalCode === null
      ? site.process.once('exit', () => done())
      : done(),
  );
  for (const pid of processesOf(site))
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // Gone already.
    }
  await ended;
}

/** PostgreSQL as the product starts it: with fsync on, or the net proves nothing. */
const needFsync = (data: string) =>
  withDatabase(data, async (client) => {
    const { rows } = await client.query<{ fsync: string; commit: string }>(
      `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit`,
    );
    if (rows[0]?.fsync !== 'on' || rows[0].commit !== 'on')
      throw new Error(`fsync is ${rows[0]?.fsync}, synchronous_commit ${rows[0]?.commit}`);
  });

const tables: Record<Write['kind'], string> = {
  question: `select text as mark, count(*)::int as n from live.question group by 1`,
  room: `select title->>'be' as mark, count(*)::int as n from congress.room group by 1`,
  page: `select title->>'be' as mark, count(*)::int as n from congress.page group by 1`,
  persona: `select pseudonym as mark, count(*)::int as n from accounts.persona group by 1`,
};

/**
 * Kills the whole stack at random moments under eight writers through HTTP, starts it again on the same data, sends again with the same
 * token what had no answer, and counts: every acknowledged write is there once, nothing is there twice.
 */
export async function runKills(
  rounds: number,
  {
    tally = freshKillTally(),
    seed = 1,
    mostMs = 1_600,
    onStep = () => undefined as void,
    deadline = Infinity,
  } = {},
): Promise<KillTally> {
  let site = await startSite();
  const { data } = site;
  const moved = { url: site.url };
  try {
    await needFsync(data);
    const live = site.live;
    const organiser = makeVisitor(site.url);
    await accept(organiser, site.organiserLink);
    await desk(organiser, 'new', eventFields('writers', 'Пад ударам'));
    const eventId = await withDatabase(data, async (client) =>
      must(
        (await client.query<{ id: string }>(`select id from congress.event where slug = 'writers'`)).rows[0]
          ?.id,
        'the event',
      ),
    );
    const cookies = [organiser.cookies];
    const members: Visitor[] = [];
    for (let at = 0; at < 2; at += 1) {
      const member = makeVisitor(site.url);
      await joinWithWords(member);
      members.push(member);
      cookies.push(member.cookies);
    }
    organiser.close();

    // After each start the site stands on another port: the same people, with the cookies they had.
    const cast = (): Writer[] => {
      const again = (jar: Map<string, string>): Visitor => {
        const visitor = makeVisitor(moved.url);
        for (const [name, value] of jar) visitor.cookies.set(name, value);
        return visitor;
      };
      const ask = (mark: string) => ({
        kind: 'question' as const,
        path: `/be/s/${live}/ask?/ask`,
        pairs: [['text', mark]] as Pair[],
      });
      const slug = (mark: string) => mark.toLowerCase().replace(/[^a-z0-9]+/g, '-');
      return [
        ...Array.from({ length: 3 }, () => ({ by: again(new Map()), make: ask, tokens: '/be/sign-in' })),
        ...members.map((member) => ({ by: again(member.cookies), make: ask, tokens: '/be/account' })),
        {
          by: again(members[0]!.cookies),
          tokens: '/be/account',
          make: (mark: string) => ({
            kind: 'persona' as const,
            path: `/be/account/persona?place=event:${eventId}`,
            pairs: [['pseudonym', mark]] as Pair[],
          }),
        },
        ...(['rooms', 'pages'] as const).map((kind) => ({
          by: again(organiser.cookies),
          tokens: '/be/account',
          make: (mark: string) => ({
            kind: kind === 'rooms' ? ('room' as const) : ('page' as const),
            path: `/be/desk/e/writers/${kind}/new?/save`,
            pairs: [
              ['title.be', mark],
              ['body.be', 'x'],
              ['slug', slug(mark)],
              ['position', '1'],
              ['status', 'published'],
            ] as Pair[],
          }),
        })),
      ];
    };

    for (let round = tally.kills; round < rounds && Date.now() < deadline; round += 1) {
      const dice = makeDice(seed * 1_000_003 + round);
      const acknowledged: Write[] = [];
      const open: { write: Write; stamp: Stamp }[] = [];
      const answered: { write: Write; stamp: Stamp }[] = [];
      const writers = cast();
      let isOver = false;
      const work = writers.map(async (writer, at) => {
        for (let number = 0; !isOver; number += 1) {
          const mark = `K${round}w${at}n${number}`;
          const write: Write = { ...writer.make(mark), mark, by: writer.by };
          try {
            const stamp = await writer.by.stamp(writer.tokens);
            if (isOver) return;
            const sent = { write, stamp };
            open.push(sent);
            const answer = await writer.by.post(write.path, [...stamp, ...write.pairs]);
            open.splice(open.indexOf(sent), 1);
            if (answer.status === 303 && !answer.to.includes('/sign-in')) {
              acknowledged.push(write);
              answered.push({ write, stamp });
            } else if (answer.status === 429 || answer.status === 503) continue;
            else if (!isOver) tally.faults.push(`${write.kind} ${mark}: ${answer.status} ${answer.to}`);
            // One persona for a place: the next takes its place, the first must be gone then.
            if (write.kind === 'persona') return;
          } catch {
            // No answer: it stays among the open ones.
            return;
          }
        }
      });
      await new Promise((done) => setTimeout(done, 300 + dice.below(mostMs)));
      isOver = true;
      await killAll(site);
      await Promise.all(work);
      for (const { by } of writers) by.close();

      const began = performance.now();
      site = await startSite({ data });
      tally.restartMs.push(Math.round(performance.now() - began));
      moved.url = site.url;
      // What had no answer is sent again as it was, with its token; so is the newest of what had one, as a second press would be.
      const after = cast();
      for (const { write, stamp } of [...open, ...answered.slice(-4)]) {
        const by = after.find((one) => one.by.cookies.get('veche') === write.by.cookies.get('veche'))!.by;
        const answer = await by.post(write.path, [...stamp, ...write.pairs]);
        tally.resent += 1;
        if (answer.status === 303 && !acknowledged.includes(write)) acknowledged.push(write);
        else if (answer.status !== 303 && answer.status !== 429)
          tally.faults.push(`again ${write.kind} ${write.mark}: ${answer.status}`);
      }
      for (const { by } of after) by.close();
      await withDatabase(data, async (client) => {
        for (const kind of Object.keys(tables) as Write['kind'][]) {
          const { rows } = await client.query<{ mark: string; n: number }>(tables[kind]);
          const found = new Map(rows.map(({ mark, n }) => [mark, n]));
          for (const { mark } of acknowledged.filter((one) => one.kind === kind)) {
            if (!found.has(mark)) tally.lost.push(`${kind} ${mark}`);
          }
          for (const [mark, n] of found)
            if (/^K\d+w\d+n\d+$/.test(mark) && n > 1) tally.doubled.push(`${kind} ${mark} ${n}×`);
        }
        // Four hundred questions may wait, and a person has one pseudonym in a place: the next round has room again.
        await client.query(
          `delete from live.question where text ~ '^K[0-9]+w'; delete from accounts.persona where pseudonym ~ '^K[0-9]+w'`,
        );
        await client.query(
          `delete from congress.room where title->>'be' ~ '^K[0-9]+w'; delete from congress.page where title->>'be' ~ '^K[0-9]+w'`,
        );
      });
      tally.acknowledged += acknowledged.length;
      tally.kills = round + 1;
      onStep();
    }
    return tally;
  } finally {
    await killAll(site);
    rmSync(data, { recursive: true, force: true });
  }
}
