// How a page's script talks with the site at the page's own address: JSON there and back.

/** With a body it does something, without one it asks how things stand. Undefined when no answer came. */
export const send = (at: string, body?: Record<string, unknown>): Promise<Response | undefined> =>
  fetch(at, {
    headers: { accept: 'application/json', ...(body && { 'content-type': 'application/json' }) },
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
  }).catch(() => undefined);

/** The same for answers that say how things stand: `show` is given only the newest, however they overtake each other. */
export function followNow<T>(at: string, show: (now: T) => void) {
  let asked = 0;
  return async (body?: Record<string, unknown>): Promise<{ response?: Response; text?: string }> => {
    const turn = ++asked;
    const response = await send(at, body);
    if (!response) return {};
    const answer = (await response.json().catch(() => undefined)) as (T & { text?: string }) | undefined;
    if (response.ok && answer && turn === asked) show(answer);
    return { response, ...(answer?.text === undefined ? {} : { text: answer.text }) };
  };
}
