/** Letters that nobody sees, or that turn the reading direction of what stands around them. */
const unseen =
  /[\p{Cc}\p{Co}\p{Cn}\u00ad\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u206f\ufeff]/gu;
/** More signs on one letter than any language writes would cover its neighbours. */
const piled = /(\p{M}{4})\p{M}+/gu;

/** Other people’s words as one line that stays in its place: text only, whatever was sent. */
export const cleanLine = (text: string): string =>
  text
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\t\r\n\v\f\u0085\u2028\u2029]+/g, ' ')
    .replace(unseen, '')
    .replace(piled, '$1')
    .replace(/\s+/g, ' ')
    .trim();
