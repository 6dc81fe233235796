// Times are wall-clock times of the event. The loader moves both days so that the anchor is live at the start.

export type Lang = 'be' | 'ru' | 'en';
export type Words = Record<Lang, string>;

export type Theme = { key: string; label: Words; broader?: string; related?: string[]; note?: Words };

export type PageKey = 'about' | 'conduct' | 'safety' | 'partners' | 'press';
/** `body` is Markdown without HTML. */
export type StandingPage = { key: PageKey; title: Words; body: Words };

export type DemoEvent = { slug: string; zone: string; title: Words; description: Words; welcome: Words };

export type Room = { key: string; name: Words; note: Words; languages: Lang[] };

export type Section = { key: string; theme: string; title: Words; text: Words };

export type Speaker = { key: string; name: Words; bio?: Words };

export type SessionKind =
  'speech' | 'panel' | 'webinar' | 'moderated discussion' | 'workshop' | 'group meeting' | 'break';

/** What is said in a session, apart from where and when. */
export type Talk = {
  key: string;
  kind: SessionKind;
  /** Absent only for breaks. */
  section?: string;
  /** Narrower themes beside the section's own. */
  themes?: string[];
  /** Languages spoken; empty for breaks. */
  languages: Lang[];
  speakers: string[];
  needsInterpretation?: boolean;
  /** The one session that is live when the demo starts. */
  anchor?: true;
  title: Words;
  abstract: Words;
};

/** `start` is "HH:MM". */
export type Place = { room: string; day: 1 | 2; start: string; minutes: number };

export type Session = Talk & Place;

/** `open` waits in the list, `now` is being answered on stage, `answered` carries its answer. */
export type Question = { key: string; state: 'open' | 'now' | 'answered'; text: Words; answer?: Words };
