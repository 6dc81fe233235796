import { describe, expect, test } from 'vitest';
import { makeDesk, spotOf, type Answer, type Told, type Wire } from './desk.ts';
import { makeHistory, turned, type Deed } from './history.ts';
import type { Grid, GridChanges, GridResult, GridSession } from './grid.ts';

const session = (id: string, more: Partial<GridSession> = {}): GridSession => ({
  id,
  version: 1,
  title: id.toUpperCase(),
  kind: 'speech',
  status: 'confirmed',
  minutes: 30,
  people: [],
  langs: [],
  ...more,
});
const frame: Grid['frame'] = { zone: 'UTC', dayStartsAt: 0, days: [], rooms: [], sections: [], people: {} };
const spot = (from: number | null, room: string | null = 'r', minutes = 30) => ({ from, room, minutes });

/** A server in few lines, with the rule of the real one: who saw an older version is refused. */
function serverOf(sessions: GridSession[]) {
  const held = new Map(sessions.map((one) => [one.id, one]));
  const log: string[] = [];
  let isAway = false;
  let losesAnswer = false;
  const change = (id: string, more: Partial<GridSession>): void => {
    const old = held.get(id)!;
    held.set(id, { ...old, ...more, version: old.version + 1 });
    log.push(id);
  };
  const wire: Wire = {
    send: async (body): Promise<Answer<GridResult>> => {
      if (isAway) return { state: 'away' };
      const { moves } = body as { moves: { id: string; version: number; place: { from: number | null } }[] };
      if (moves.some((move) => held.get(move.id)?.version !== move.version))
        return { state: 'refused', text: 'stale', isConflict: true };
      for (const { id, place } of moves) change(id, place as Partial<GridSession>);
      if (losesAnswer) {
        losesAnswer = false;
        return { state: 'away' };
      }
      return {
        state: 'done',
        value: { seq: log.length, sessions: moves.map(({ id }) => held.get(id)!), removed: [] },
      };
    },
    changes: async (since): Promise<Answer<GridChanges>> =>
      isAway
        ? { state: 'away' }
        : {
            state: 'done',
            value: {
              seq: log.length,
              sessions: [...new Set(log.slice(since))].map((id) => held.get(id)!),
              removed: [],
            },
          },
    all: async () => ({ state: 'done', value: { seq: log.length, frame, sessions: [...held.values()] } }),
  };
  return {
    wire,
    held,
    change,
    away: (is: boolean) => (isAway = is),
    loseNextAnswer: () => (losesAnswer = true),
  };
}

function deskOf(sessions: GridSession[]) {
  const server = serverOf(sessions);
  const heard: string[] = [];
  const told: Told = {
    changed: () => undefined,
    moved: (ids) => heard.push(`moved ${ids.join()}`),
    lost: (_deed, text, ids) => heard.push(`lost ${ids.join()} ${text}`.trim()),
    copied: () => undefined,
    state: (state, waiting) => heard.push(`${state} ${waiting}`),
    replan: () => undefined,
  };
  const desk = makeDesk({ seq: 0, frame, sessions }, server.wire, told);
  const move = (id: string, after: ReturnType<typeof spot>): Deed & { kind: 'place' } => {
    const deed = { kind: 'place' as const, placings: [{ id, before: spotOf(desk.get(id)!), after }] };
    desk.place(deed);
    return deed;
  };
  return { ...server, desk, heard, move };
}

describe('the desk of an editor', () => {
  test('shows a move at once and saves moves one after another over the version that the last one made', async () => {
    const { desk, held, move, heard } = deskOf([session('a')]);
    move('a', spot(10));
    move('a', spot(20));
    expect(desk.get('a')!.from).toBe(20);
    await expect.poll(() => desk.waiting).toBe(0);
    expect([held.get('a')!.from, held.get('a')!.version]).toEqual([20, 3]);
    expect(heard.at(-1)).toBe('saved 0');
  });

  test('what a colleague moved meanwhile is theirs: the own move is taken back and said so', async () => {
    const { desk, held, move, change, heard } = deskOf([session('a')]);
    change('a', { from: 99, room: 'x' });
    move('a', spot(10));
    await expect.poll(() => heard).toContain('lost a');
    expect(spotOf(desk.get('a')!)).toEqual(spot(99, 'x'));
    expect(spotOf(held.get('a')!)).toEqual(spot(99, 'x'));
  });

  test('what a colleague only renamed is moved all the same', async () => {
    const { desk, held, move, change, heard } = deskOf([session('a')]);
    change('a', { title: 'New' });
    move('a', spot(10));
    await expect.poll(() => desk.waiting).toBe(0);
    expect([held.get('a')!.title, held.get('a')!.from]).toEqual(['New', 10]);
    expect(heard.join()).not.toContain('lost');
  });

  test('without a connection the move waits, shown as unsaved, and is saved when there is one', async () => {
    const { desk, held, move, away, heard } = deskOf([session('a'), session('b')]);
    away(true);
    move('a', spot(10));
    move('b', spot(20));
    await expect.poll(() => heard).toContain('away 2');
    expect([desk.get('a')!.from, held.get('a')!.from]).toEqual([10, undefined]);
    away(false);
    desk.retry();
    await expect.poll(() => desk.waiting).toBe(0);
    expect([held.get('a')!.from, held.get('b')!.from]).toEqual([10, 20]);
  });

  test('an answer lost on its way is not a conflict: it is saved once', async () => {
    const { desk, held, move, loseNextAnswer, heard } = deskOf([session('a')]);
    loseNextAnswer();
    move('a', spot(10));
    await expect.poll(() => heard).toContain('away 1');
    desk.retry();
    await expect.poll(() => desk.waiting).toBe(0);
    expect([held.get('a')!.from, held.get('a')!.version]).toEqual([10, 2]);
    expect(heard.join()).not.toContain('lost');
  });

  test('the work of colleagues comes in and is told, the own is not told', async () => {
    const { desk, change, move, heard } = deskOf([session('a'), session('b')]);
    move('a', spot(10));
    await expect.poll(() => desk.waiting).toBe(0);
    change('b', { from: 50 });
    await desk.pull();
    expect(desk.get('b')!.from).toBe(50);
    expect(heard.filter((one) => one.startsWith('moved'))).toEqual(['moved b']);
  });
});

describe('undo and redo', () => {
  const deed = (id: string): Deed => ({
    kind: 'place',
    placings: [{ id, before: spot(null, null), after: spot(5) }],
  });

  test('go back and forth, and a new deed ends what could be done again', () => {
    const history = makeHistory();
    expect([history.undo(), history.redo(), history.canUndo]).toEqual([undefined, undefined, false]);
    const [a, b, c] = [deed('a'), deed('b'), deed('c')];
    history.add(a);
    history.add(b);
    expect([history.undo(), history.undo(), history.redo()]).toEqual([b, a, a]);
    history.add(c);
    expect([history.canRedo, history.undo(), history.undo(), history.canUndo]).toEqual([false, c, a, false]);
    history.forget(a);
    expect([history.redo(), history.redo()]).toEqual([c, undefined]);
  });

  test('the way back has both ends turned', () => {
    const [back] = turned((deed('a') as Deed & { kind: 'place' }).placings);
    expect(back).toEqual({ id: 'a', before: spot(5), after: spot(null, null) });
  });

  test('keeps two hundred', () => {
    const history = makeHistory();
    for (let i = 0; i < 250; i += 1) history.add(deed(`s${i}`));
    let count = 0;
    while (history.undo()) count += 1;
    expect(count).toBe(200);
  });
});
