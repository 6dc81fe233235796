// Makes what is shown the same as what came, by touching only what differs: focus, scroll, what was typed, what was
// opened and what other modules put there (`data-own`) stay.

/** What a list item is about, so that it is found again wherever it has moved. */
function keyOf(node: Node): string {
  if (!(node instanceof Element)) return '';
  if (node.id) return `#${node.id}`;
  const own = node.tagName === 'LI' ? node.querySelector('a[href]')?.getAttribute('href') : undefined;
  return own ? `${node.tagName} ${own}` : '';
}

const isOwn = (node: Node): boolean => node instanceof Element && node.hasAttribute('data-own');

function sameAttributes(old: Element, fresh: Element): void {
  // A reader opens and closes these; the page that came knows nothing of it.
  const kept = old.tagName === 'DETAILS' ? 'open' : '';
  for (const { name } of [...old.attributes])
    if (name !== kept && !fresh.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of [...fresh.attributes])
    if (name !== kept && old.getAttribute(name) !== value) old.setAttribute(name, value);
}

/** `left` says which parts are not to be touched at all. */
export function morph(old: Element, fresh: Element, left: string): void {
  if (old.matches(left)) return;
  sameAttributes(old, fresh);
  const keyed = new Map<string, Node>();
  const plain: Node[] = [];
  for (const child of old.childNodes) {
    if (isOwn(child)) continue;
    const key = keyOf(child);
    if (key && !keyed.has(key)) keyed.set(key, child);
    else plain.push(child);
  }
  let place: Node | null = old.firstChild;
  for (const wanted of [...fresh.childNodes]) {
    while (place && isOwn(place)) place = place.nextSibling;
    const key = keyOf(wanted);
    let found = key ? keyed.get(key) : undefined;
    if (key) keyed.delete(key);
    else {
      const at = plain.findIndex((one) => one.nodeName === wanted.nodeName);
      if (at >= 0) [found] = plain.splice(at, 1);
    }
    if (!found || found.nodeName !== wanted.nodeName) {
      old.insertBefore(document.importNode(wanted, true), place);
      continue;
    }
    if (found === place) place = place.nextSibling;
    else old.insertBefore(found, place);
    if (found instanceof Element && wanted instanceof Element) {
      if (!found.isEqualNode(wanted)) morph(found, wanted, left);
    } else if (found.nodeValue !== wanted.nodeValue) found.nodeValue = wanted.nodeValue;
  }
  for (const gone of [...keyed.values(), ...plain]) gone.parentNode?.removeChild(gone);
}
