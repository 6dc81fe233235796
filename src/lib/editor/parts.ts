/** A part of the page by its `data-e` name; the page always has it. */
export function part<T extends HTMLElement = HTMLElement>(root: ParentNode, name: string): T {
  const found = root.querySelector<T>(`[data-e="${name}"]`);
  if (!found) throw new Error(`the editor's page has no ${name}`);
  return found;
}

export function button(text: string, act: () => void, name = ''): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = 'btn small';
  made.textContent = text;
  if (name) made.dataset.act = name;
  made.addEventListener('click', act);
  return made;
}

export function line<K extends keyof HTMLElementTagNameMap>(
  name: K,
  text: string,
  className = '',
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

/** Tells people who listen, politely: the last of what comes quickly one after another. */
export function makeSpeaker(box: HTMLElement): (text: string) => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (text) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      // The same words twice are said twice only if they are not the same text.
      box.textContent = box.textContent === text ? `${text} ` : text;
    }, 60);
  };
}
