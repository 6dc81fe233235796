// The day as it runs: what each row says now, asked for every few seconds while the page is looked at.

interface News {
  key: string;
  now: { id: string; look: string; text: string }[];
}
const everyMs = 10_000;
const states: Record<string, string> = {
  on: 'live',
  late: 'status late',
  next: 'status half',
  later: 'status',
  past: 'status stop',
};

const day = document.querySelector<HTMLElement>('[data-run-day]');
if (day) follow(day);

function follow(place: HTMLElement): void {
  const look = async (): Promise<void> => {
    if (document.hidden) return;
    const answer = await fetch(place.dataset.runNews ?? '').catch(() => undefined);
    if (!answer?.ok) return;
    const news = (await answer.json()) as News;
    // The programme itself changed: only the server can draw it.
    if (news.key !== place.dataset.runKey) return location.reload();
    for (const one of news.now) show(one);
    count(news);
  };
  setInterval(() => void look(), everyMs);
  document.addEventListener('visibilitychange', () => void look());
}

function show({ id, look, text }: News['now'][number]): void {
  const row = document.querySelector<HTMLElement>(`tr[data-run="${CSS.escape(id)}"]`);
  const said = row?.querySelector('[data-run-state] > span');
  if (!row || !said) return;
  if (text && said.textContent !== text) said.textContent = text;
  said.className = states[look] ?? 'status';
  row.className = `${look}${row.classList.contains('gap') && (look === 'next' || look === 'later') ? ' gap' : ''}`;
}

function count({ now }: News): void {
  for (const place of document.querySelectorAll<HTMLElement>('[data-run-count]')) {
    const number = String(now.filter((one) => one.look === place.dataset.runCount).length);
    if (place.textContent !== number) place.textContent = number;
    if (place.dataset.runCount === 'late') place.classList.toggle('late-word', number !== '0');
  }
}
