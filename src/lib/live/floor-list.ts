// Puts the list of speakers and the shares of time into a page that is open.
interface Share {
  name: string;
  time: string;
  percent: number;
  speeches: number;
  text: string;
}
export interface FloorList {
  waiting: { id: string; name: string; what: string; why: string }[];
  shares: Record<string, Share[]>;
}

const element = (name: string, text: string, className = ''): HTMLElement => {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  return made;
};

export function showList(page: HTMLElement, { waiting, shares }: FloorList): void {
  const own = page.dataset.floorOwn?.split(' ') ?? [];
  const list = page.querySelector<HTMLElement>('[data-floor-rows]');
  list?.replaceChildren(
    ...waiting.map(({ id, name, what, why }, index) => {
      const isOwn = own.includes(id);
      const item = element('li', '', isOwn ? 'own' : '');
      const text = element('div', '');
      text.append(element('b', name));
      if (isOwn) text.append(element('small', list.dataset.you ?? ''));
      text.append(element('small', what), element('small', why, 'why'));
      item.append(element('span', String(index + 1), 'num'), text);
      return item;
    }),
  );
  page.querySelector('[data-floor-empty]')?.toggleAttribute('hidden', waiting.length > 0);
  for (const told of page.querySelectorAll<HTMLElement>('[data-floor-place]')) {
    const at = waiting.findIndex(({ id }) => id === told.dataset.floorPlace) + 1;
    const text = told.dataset.text?.replace('{p}', String(at)).replace('{n}', String(waiting.length));
    if (at > 0 && text) told.textContent = text;
  }
  for (const [part, rows] of Object.entries(shares)) showShares(page, part, rows);
  for (const part of page.querySelectorAll<HTMLElement>('[data-floor-part]'))
    part.hidden = !part.querySelector('li, tbody > tr');
  page.querySelector('[data-floor-silent]')?.toggleAttribute('hidden', (shares.kinds ?? []).length > 0);
}

function showShares(page: HTMLElement, part: string, rows: Share[]): void {
  page.querySelector(`[data-floor-shares=${part}]`)?.replaceChildren(
    ...rows.map(({ name, time, percent, text }) => {
      const item = element('li', '');
      const bar = document.createElement('progress');
      bar.className = 'stitch';
      bar.max = 100;
      bar.value = percent;
      bar.setAttribute('aria-label', text);
      item.append(element('span', name), element('span', `${percent}\u00a0%, ${time}`, 'num'), bar);
      return item;
    }),
  );
  const body = page.querySelector(`[data-floor-table=${part}] tbody`);
  const heads = [...page.querySelectorAll(`[data-floor-table=${part}] thead th`)].map(
    (one) => one.textContent,
  );
  body?.replaceChildren(
    ...rows.map(({ name, time, percent, speeches }) => {
      const row = document.createElement('tr');
      const head = element('th', name);
      head.setAttribute('scope', 'row');
      const cells = [time, `${percent} %`, String(speeches)].map((text, index) => {
        const cell = element('td', text, 'num');
        cell.dataset.head = heads[index + 1] ?? '';
        return cell;
      });
      row.append(head, ...cells);
      return row;
    }),
  );
}
