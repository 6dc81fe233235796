// One's own schedule, put together in the browser from the sessions everybody gets and the stars only it knows.
import { forgetEvent } from '../own/forget.ts';
import { canKeep, onStars, readStars, writeStars } from '../own/stars.ts';
import { troublesOf } from '../own/troubles.ts';

interface Session {
  id: string;
  title: string;
  lang?: string;
  start: number;
  end: number;
  day: number;
  time: string;
  span: string;
  room: string;
  people: string;
  cancelled?: true;
}
interface Programme {
  walk: number;
  zone: string;
  days: [number, string][];
  sessions: Session[];
}

const root = document.querySelector<HTMLElement>('[data-mine]');
const find = (name: string): HTMLElement | null => document.querySelector<HTMLElement>(`[data-mine-${name}]`);
const words = JSON.parse(root?.dataset.mineWords ?? '{}') as Record<string, string>;
const event = root?.dataset.mine ?? '';
const list = find('list');

const fill = (text: string | undefined, values: Record<string, string | number>): string =>
  (text ?? '').replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));

const make = <K extends keyof HTMLElementTagNameMap>(
  name: K,
  text = '',
  className = '',
): HTMLElementTagNameMap[K] => {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  if (className) made.className = className;
  return made;
};

function row(one: Session, troubles: string[]): HTMLElement {
  const item = make('li', '', one.cancelled ? 'at off' : 'at');
  const time = make('time', one.time);
  time.dateTime = new Date(one.start).toISOString();
  const link = make('a', one.title);
  link.href = (root?.dataset.mineBase ?? '') + one.id;
  if (one.lang) link.lang = one.lang;
  const title = make('b');
  title.append(link);
  const note = [one.cancelled ? words.cancelled : '', one.span, one.room, one.people]
    .filter(Boolean)
    .join(' · ');
  const body = make('div');
  body.append(title, make('small', note), ...troubles.map((text) => make('p', text, 'trouble')));
  const out = make('button', words.out, 'btn small plain');
  out.type = 'button';
  out.setAttribute('aria-label', fill(words.outOf, { title: one.title }));
  out.addEventListener('click', () => {
    const stars = readStars(event);
    stars.delete(one.id);
    writeStars(event, stars);
    draw();
    // Focus must not fall off the page with its row.
    list?.querySelector<HTMLElement>('button')?.focus();
  });
  item.append(time, body, out);
  return item;
}

function part(title: string, rows: HTMLElement[], className = ''): HTMLElement {
  const section = make('section', '', className);
  const head = make('div', '', 'head');
  head.append(make('h2', title));
  const rowsOf = make('ul', '', 'rows own');
  rowsOf.append(...rows);
  section.append(head, rowsOf);
  return section;
}

let programme: Programme | undefined;

function draw(): void {
  if (!programme || !list) return;
  const stars = readStars(event);
  const { walk, zone, days } = programme;
  const own = programme.sessions.filter((one) => stars.has(one.id));
  const byId = new Map(own.map((one) => [one.id, one]));
  const troubles = troublesOf(
    own.map((one) => ({ ...one, cancelled: one.cancelled === true })),
    walk,
  );
  const textsOf = (id: string): string[] =>
    (troubles.get(id) ?? []).map((trouble) => {
      const other = byId.get(trouble.with)!;
      return fill(words[trouble.kind], {
        title: other.title,
        room: other.room,
        minutes: trouble.minutes,
        walk,
      });
    });
  const now = Date.now();
  const on = own.filter((one) => !one.cancelled && one.start <= now && one.end > now);
  const coming = own.filter((one) => !one.cancelled && one.start > now).sort((a, b) => a.start - b.start);
  const next = coming.filter((one) => one.start === coming[0]?.start);
  const parts = [
    ...(on.length > 0
      ? [
          part(
            words.now ?? '',
            on.map((one) => row(one, [])),
            'no-paper',
          ),
        ]
      : []),
    ...(next.length > 0
      ? [
          part(
            words.next ?? '',
            next.map((one) => row(one, [])),
            'no-paper',
          ),
        ]
      : []),
    ...days
      .map(([number, title]) => ({ title, rows: own.filter((one) => one.day === number) }))
      .filter(({ rows }) => rows.length > 0)
      .map(({ title, rows }) =>
        part(
          title,
          rows.map((one) => row(one, textsOf(one.id))),
        ),
      ),
  ];
  const zoneNote = make('p', fill(words.zone, { zone }), 'small quiet');
  list.replaceChildren(...(own.length > 0 ? [zoneNote, ...parts] : []));
  const empty = find('empty');
  if (empty) empty.hidden = own.length > 0;
}

const say = (name: string): void => {
  const status = find('status');
  if (status) status.textContent = status.dataset[name] ?? '';
};

async function start(): Promise<void> {
  const clear = find('clear');
  if (clear) clear.hidden = false;
  clear?.querySelector('button')?.addEventListener('click', () => {
    const slug = /\/e\/([\w-]+)\//.exec(location.pathname)?.[1] ?? '';
    void forgetEvent({ id: event, slug }).then(() => {
      say('cleared');
      draw();
    });
  });
  try {
    const answer = await fetch(root?.dataset.mineFrom ?? '');
    if (!answer.ok) throw new Error(String(answer.status));
    programme = (await answer.json()) as Programme;
  } catch {
    return say('noProgramme');
  }
  draw();
  onStars(event, draw);
  // What is on changes by the clock.
  setInterval(draw, 60_000);
}

if (root && event) {
  if (canKeep()) void start();
  else say('noStorage');
}
