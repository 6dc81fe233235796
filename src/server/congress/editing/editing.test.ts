import { beforeEach, describe, expect, test } from 'vitest';
import type { Spot } from '#lib/clashes/plan.ts';
import * as congress from '#server/congress';
import { guest, system, testCtx, waitingJobs } from '../../../../tests/support/given.ts';
import type { Ctx } from '#server/kernel';
import { sweepEdits } from './sweep.ts';

const ten = Date.parse('2026-10-31T08:00:00Z') / 60_000;
const conflict = (code: string) => ({ kind: 'conflict', code });

interface World {
  ctx: Ctx;
  event: string;
  rooms: string[];
  make(fields?: object): Promise<string>;
  at(id: string): Promise<congress.GridSession | undefined>;
  move(id: string, place: Partial<Spot>, version?: number): Promise<congress.GridResult>;
}

async function world(given: { commits?: boolean; ctx?: Ctx } = {}): Promise<World> {
  const ctx = given.ctx ?? system(await testCtx({ commits: given.commits ?? false }));
  const event = await congress.createEvent(
    ctx,
    congress.eventInput.parse({
      slug: `grid-${Math.random().toString(36).slice(2, 8)}`,
      kind: 'conference',
      title: { be: 'Сетка' },
      zone: 'Europe/Vilnius',
      startsOn: '2026-10-31',
      days: 2,
    }),
  );
  const rooms: string[] = [];
  for (const slug of ['a', 'b', 'c'])
    rooms.push(
      await congress.createRoom(
        ctx,
        event,
        congress.roomInput.parse({ slug, title: { be: `Зала ${slug}` } }),
      ),
    );
  const at = async (id: string) =>
    (await congress.getGrid(ctx, event)).sessions.find((session) => session.id === id);
  return {
    ctx,
    event,
    rooms,
    at,
    make: (fields = {}) =>
      congress.createSession(
        ctx,
        event,
        congress.sessionInput.parse({ kind: 'speech', title: { be: 'Прамова' }, minutes: 30, ...fields }),
      ),
    move: async (id, place, version) => {
      const now = await at(id);
      const spot = { from: now?.from ?? null, room: now?.room ?? null, minutes: now?.minutes ?? 0, ...place };
      return congress.editGrid(ctx, event, {
        moves: [{ id, version: version ?? now?.version ?? 1, place: spot }],
      });
    },
  };
}

describe('the grid of an event', () => {
  let w: World;
  beforeEach(async () => {
    w = await world();
  });

  test('a session is placed, made longer and taken out again, each time a version newer', async () => {
    const id = await w.make();
    const before = (await w.at(id))!;
    expect(before.from).toBeUndefined();
    const { sessions } = await w.move(id, { from: ten, room: w.rooms[1]! });
    expect(sessions).toMatchObject([{ id, from: ten, room: w.rooms[1], minutes: 30 }]);
    expect(sessions[0]!.version).toBe(before.version + 1);
    await w.move(id, { minutes: 50 });
    await w.move(id, { from: null, room: null });
    const after = (await w.at(id))!;
    expect([after.from, after.room, after.minutes, after.version]).toEqual([
      undefined,
      undefined,
      50,
      before.version + 3,
    ]);
  });

  test('whoever saw an older version overwrites nothing, and learns which session it is', async () => {
    const id = await w.make({ title: { be: 'Спрэчка' } });
    const seen = (await w.at(id))!.version;
    await w.move(id, { from: ten, room: w.rooms[0]! });
    await expect(w.move(id, { from: ten + 60, room: w.rooms[0]! }, seen)).rejects.toMatchObject({
      ...conflict('editor.changed_meanwhile'),
      params: { session: id, title: 'Спрэчка' },
    });
    expect((await w.at(id))!.from).toBe(ten);
  });

  test('a batch is done whole or not at all: a swap with one stale half moves neither', async () => {
    const [a, b] = [await w.make(), await w.make()];
    await w.move(a, { from: ten, room: w.rooms[0]! });
    await w.move(b, { from: ten, room: w.rooms[1]! });
    const [one, two] = [(await w.at(a))!, (await w.at(b))!];
    const swap = (version: number) =>
      congress.editGrid(w.ctx, w.event, {
        moves: [
          { id: a, version: one.version, place: { from: ten, room: w.rooms[1]!, minutes: 30 } },
          { id: b, version, place: { from: ten, room: w.rooms[0]!, minutes: 30 } },
        ],
      });
    await expect(swap(two.version - 1)).rejects.toMatchObject(conflict('editor.changed_meanwhile'));
    expect([(await w.at(a))!.room, (await w.at(b))!.room]).toEqual([w.rooms[0], w.rooms[1]]);
    await swap(two.version);
    expect([(await w.at(a))!.room, (await w.at(b))!.room]).toEqual([w.rooms[1], w.rooms[0]]);
  });

  test('the form of a session is refused after a change by the grid, and its text is not written', async () => {
    const id = await w.make();
    const version = (await w.at(id))!.version;
    await w.move(id, { from: ten, room: w.rooms[0]! });
    const form = (version?: number) =>
      congress.sessionInput.parse({ kind: 'speech', title: { be: 'Іншая' }, minutes: 45, version });
    await expect(congress.changeSession(w.ctx, id, form(version))).rejects.toMatchObject(
      conflict('editor.changed_since'),
    );
    expect(await w.at(id)).toMatchObject({ title: 'Прамова', minutes: 30, from: ten });
    await congress.changeSession(w.ctx, id, form(version + 1));
    expect((await w.at(id))!.version).toBe(version + 2);
  });

  test('what changed comes in order, each thing once, as it stands now', async () => {
    const [a, b] = [await w.make(), await w.make()];
    const { seq } = await congress.getGrid(w.ctx, w.event);
    expect(await congress.getGridChanges(w.ctx, w.event, seq)).toEqual({ seq, sessions: [], removed: [] });
    await w.move(a, { from: ten, room: w.rooms[0]! });
    await w.move(a, { from: ten + 15 });
    await congress.removeSession(w.ctx, b);
    const changes = await congress.getGridChanges(w.ctx, w.event, seq);
    expect(changes.seq).toBe(seq + 3);
    expect(changes.sessions.map(({ id, from }) => [id, from])).toEqual([[a, ten + 15]]);
    expect(changes.removed).toEqual([b]);
    expect(changes.frame).toBeUndefined();
  });

  test('a room removed under its sessions: they stay without one, editors are told, nothing goes back into it', async () => {
    const id = await w.make();
    const [room] = w.rooms;
    const { seq } = await w.move(id, { from: ten, room: room! });
    await congress.removeRoom(w.ctx, room!);
    expect((await w.at(id))!.room).toBeUndefined();
    const { frame, replan } = await congress.getGridChanges(w.ctx, w.event, seq);
    expect(frame!.rooms.map((one) => one.id)).toEqual(w.rooms.slice(1));
    expect(replan).toBe(true);
    await expect(w.move(id, { room: room! })).rejects.toMatchObject({ code: 'congress.no_such_room' });
  });

  test('a session removed by a colleague is not brought back by a move', async () => {
    const id = await w.make();
    const { version } = (await w.at(id))!;
    await congress.removeSession(w.ctx, id);
    await expect(w.move(id, { from: ten }, version)).rejects.toMatchObject(
      conflict('editor.removed_meanwhile'),
    );
  });

  test('a break is copied to every other room once, and the copies go again', async () => {
    const id = await w.make({ kind: 'break', title: { be: 'Абед' } });
    const copy = async () =>
      congress.copyBreak(w.ctx, w.event, { copy: id, version: (await w.at(id))!.version });
    await expect(copy()).rejects.toMatchObject({ code: 'editor.break_nowhere' });
    await w.move(id, { from: ten, room: w.rooms[0]! });
    const { sessions } = await copy();
    expect(sessions.map(({ title, from, copyOf }) => [title, from, copyOf])).toEqual([
      ['Абед', ten, id],
      ['Абед', ten, id],
    ]);
    expect(sessions.map(({ room }) => room).sort()).toEqual([w.rooms[1], w.rooms[2]].sort());
    expect((await copy()).sessions).toEqual([]);
    const back = await congress.copyBreak(w.ctx, w.event, {
      removeCopies: sessions.map((one) => ({ id: one.id, version: one.version })),
    });
    expect(back.removed.sort()).toEqual(sessions.map((one) => one.id).sort());
    expect((await congress.getGrid(w.ctx, w.event)).sessions.map((one) => one.id)).toEqual([id]);
    const speech = await w.make();
    await expect(
      congress.copyBreak(w.ctx, w.event, { copy: speech, version: (await w.at(speech))!.version }),
    ).rejects.toMatchObject({ code: 'editor.no_break' });
    await expect(
      congress.copyBreak(w.ctx, w.event, {
        removeCopies: [{ id: speech, version: (await w.at(speech))!.version }],
      }),
    ).rejects.toMatchObject({ code: 'editor.no_copy' });
  });

  test('nobody else sees or changes anything, and rooms and sessions of other events are strangers', async () => {
    const id = await w.make();
    const visitor = guest(w.ctx);
    const no = { kind: 'not_found', code: 'congress.no_such_event' };
    await expect(congress.getGrid(visitor, w.event)).rejects.toMatchObject(no);
    await expect(congress.getGridChanges(visitor, w.event, 0)).rejects.toMatchObject(no);
    await expect(congress.followEdits(visitor, w.event)).rejects.toMatchObject(no);
    const moves = [{ id, version: 1, place: { from: ten, room: null, minutes: 5 } }];
    await expect(congress.editGrid(visitor, w.event, { moves })).rejects.toMatchObject({
      kind: 'unauthenticated',
    });
    const other = await world({ ctx: w.ctx });
    await expect(congress.editGrid(w.ctx, other.event, { moves })).rejects.toMatchObject({
      kind: 'not_found',
    });
    await expect(w.move(id, { room: other.rooms[0]! })).rejects.toMatchObject({
      code: 'congress.no_such_room',
    });
    await expect(congress.editGrid(w.ctx, w.event, { moves: [...moves, ...moves] })).rejects.toMatchObject({
      code: 'editor.twice',
    });
  });

  test('changes are swept two nights later; who slept that long takes everything anew', async () => {
    const id = await w.make();
    const { seq } = await w.move(id, { from: ten });
    await sweepEdits(w.ctx, {});
    const [job] = (await waitingJobs(w.ctx)).filter((one) => one.task === 'congress:sweep_edits');
    await w.move(id, { from: ten + 5 });
    await sweepEdits(w.ctx, job!.payload);
    expect(await congress.getGridChanges(w.ctx, w.event, seq)).toMatchObject({ seq: seq + 1, reset: true });
    expect(await congress.getGridChanges(w.ctx, w.event, seq + 1)).toEqual({
      seq: seq + 1,
      sessions: [],
      removed: [],
    });
  });
});

test('two editors and one slot at the same moment: one is first, the other is told, and no change overtakes another', async () => {
  const w = await world({ commits: true });
  const id = await w.make();
  const others = await Promise.all([w.make(), w.make(), w.make()]);
  const { seq, sessions } = await congress.getGrid(w.ctx, w.event);
  const { version } = sessions.find((one) => one.id === id)!;
  const seen: number[] = [];
  let done = false;
  const watch = (async () => {
    while (!done) seen.push((await congress.getGridChanges(w.ctx, w.event, seq)).seq);
  })();
  const tries = await Promise.allSettled([
    w.move(id, { from: ten, room: w.rooms[0]! }, version),
    w.move(id, { from: ten, room: w.rooms[1]! }, version),
    ...others.map((one) => w.move(one, { from: ten, room: w.rooms[2]! })),
    congress.releaseProgramme(w.ctx, w.event, '1'),
    congress.removeRoom(w.ctx, w.rooms[2]!),
  ]);
  done = true;
  await watch;
  const [first, second] = tries;
  expect([first!.status, second!.status].sort()).toEqual(['fulfilled', 'rejected']);
  for (const one of tries)
    if (one.status === 'rejected')
      expect(['editor.changed_meanwhile', 'congress.no_such_room']).toContain(one.reason.code);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
});

test('a follower hears of every change of its event, and of the end', async () => {
  const w = await world({ commits: true });
  const ctx = { ...w.ctx, app: { ...w.ctx.app, parts: { congress: await congress.module.start!(w.ctx) } } };
  const { edits } = ctx.app.parts.congress as { edits: { heard(topic?: string): void; drain(): void } };
  const reader = (await congress.followEdits(ctx, w.event))!.getReader();
  const decoder = new TextDecoder();
  let text = '';
  const next = async (): Promise<boolean> => {
    const { value, done } = await reader.read();
    text += decoder.decode(value);
    return !done;
  };
  await next();
  await next();
  const { seq } = await congress.getGrid(ctx, w.event);
  expect(text).toContain(`data: {"seq":${seq}}`);
  const id = await w.make();
  edits.heard('drafts:another');
  edits.heard(`drafts:${w.event}`);
  await next();
  expect(text).toContain(`data: {"seq":${(await congress.getGrid(ctx, w.event)).seq}}`);
  expect(text).not.toContain(id);
  edits.drain();
  expect(await next()).toBe(false);
});
