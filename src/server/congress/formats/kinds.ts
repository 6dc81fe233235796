import type { Kind } from './document.ts';

const breakWords =
  /\b(break|lunch|dinner|breakfast|coffee|pause|déjeuner|mittag|essen)\b|перерыв|перапынак|обед|абед/i;

/** Order matters: "panel discussion" is a panel, "workshop break" a break. */
const words: [RegExp, Kind][] = [
  [breakWords, 'break'],
  [/\b(panel|podium|round ?table|table ronde)|панэль|панель|кругл(ы|ый) стол/i, 'panel'],
  [/\b(webinar)|вэбінар|вебинар/i, 'webinar'],
  [
    /\b(workshop|atelier|hands[- ]?on|tutorial|training|course)|май?стар-?клас|мастер-?класс|практыкум|практикум|майстэрня|мастерская/i,
    'workshop',
  ],
  [/\b(discussion|debate|fishbowl|q ?& ?a|ama|diskussion)\b|дыскусія|дискуссия|дэбаты|дебаты/i, 'discussion'],
  [
    /\b(meeting|meetup|meet-up|bof|assembl|plenum|self[- ]organi|help ?desk|sprint|stammtisch|assemblée)|сустрэча|встреча/i,
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
