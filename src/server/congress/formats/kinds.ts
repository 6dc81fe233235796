import type { Kind } from './document.ts';

const breakWords = /\b(break|lunch|dinner|breakfast|coffee|pause|déjeuner|mittag|essen)\b|перерыв|перапынак/i;

/** Order matters: "panel discussion" is a panel, "workshop break" a break. */
const words: [RegExp, Kind][] = [
  [breakWords, 'break'],
  [/\b(panel|podium|round ?table|table ronde)/i, 'panel'],
  [/\b(webinar)/i, 'webinar'],
  [/\b(workshop|atelier|hands[- ]?on|tutorial|training|course)/i, 'workshop'],
  [/\b(discussion|debate|fishbowl|q ?& ?a|ama|diskussion)\b/i, 'discussion'],
  [
    /\b(meeting|meetup|meet-up|bof|assembl|plenum|self[- ]organi|help ?desk|sprint|stammtisch|assemblée)/i,
    'meeting',
  ],
];

/** The nearest of our kinds; a speech when nothing fits. */
export function kindOf(type: string): Kind {
  for (const [shape, kind] of words) if (shape.test(type)) return kind;
  return 'speech';
}

/** Old programmes give breaks no type: a title says it, when nobody speaks. */
export const looksLikeBreak = (title: string): boolean => breakWords.test(title);
