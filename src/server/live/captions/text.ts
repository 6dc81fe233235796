import { longestLine } from './lines.ts';

/**
 * What a caption may hold: one line of text. Control and direction signs go (a line can't hide or turn round what
 * stands beside it), joiners that scripts need stay; white space becomes single spaces.
 */
export const cleanCaption = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[^\P{C}\u200c\u200d]/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim()
    .slice(0, longestLine)
    // A sign cut in two is no sign.
    .replace(/[\ud800-\udbff]$/, '');
