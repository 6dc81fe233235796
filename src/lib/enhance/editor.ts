// The editor of a programme: the grid of rooms and hours. Without it the page says where the forms are.
import type { Plan } from '#lib/clashes/plan.ts';
import { startEditor } from '../editor/editor.ts';
import { follow, makeWire } from '../editor/wire.ts';
import { makeWords } from '../editor/words.ts';

const root = document.querySelector<HTMLElement>('[data-editor]');

async function start(root: HTMLElement): Promise<void> {
  const base = root.dataset.editor!;
  const words = makeWords(
    JSON.parse(root.dataset.words ?? '{}') as Record<string, string>,
    document.documentElement.lang,
  );
  const without = document.querySelector<HTMLElement>('[data-e="without"]');
  const wire = makeWire(base);
  const grid = await wire.all();
  if (grid.state !== 'done') return;
  const { pull } = startEditor({
    root,
    grid: grid.value,
    wire,
    words,
    lang: document.documentElement.lang,
    forms: root.dataset.forms ?? '',
    plan: async () => {
      const answer = await fetch(`${base}/plan`, { redirect: 'manual' }).catch(() => undefined);
      return answer?.ok ? ((await answer.json()) as Plan) : undefined;
    },
  });
  if (without) without.hidden = true;
  addEventListener('pagehide', follow(base, pull), { once: true });
}

if (root) void start(root);
