/** Those who work behind the sessions, under names that are none. `hall` is the key of a room. */
export const crew: {
  name: string;
  langs: string[];
  hall: string;
  role: 'interpreter' | 'captioner' | 'host';
  /** Into which language; a host has none. */
  lang: string;
}[] = [
  { name: 'Перакладчыца 1', langs: ['be', 'en'], hall: 'great', role: 'interpreter', lang: 'en' },
  { name: 'Перакладчык 2', langs: ['be', 'ru'], hall: 'great', role: 'interpreter', lang: 'ru' },
  { name: 'Перакладчыца 3', langs: ['be', 'ru', 'en'], hall: 'nioman', role: 'interpreter', lang: 'en' },
  { name: 'Субцітры 1', langs: ['be'], hall: 'great', role: 'captioner', lang: 'be' },
  { name: 'Вядучая 1', langs: ['be', 'ru'], hall: 'great', role: 'host', lang: '' },
  { name: 'Вядучы 2', langs: ['be', 'en'], hall: 'nioman', role: 'host', lang: '' },
];
