/** Written in the live session's talk, by invented people; without `by` unsigned. */
export const talk: readonly {
  by?: Record<'be' | 'ru' | 'en', string>;
  text: Record<'be' | 'ru' | 'en', string>;
}[] = [
  {
    by: { be: 'Ластаўка', ru: 'Ласточка', en: 'Swallow' },
    text: {
      be: 'Добры дзень усім! У нас у Вільні ўжо дождж.',
      ru: 'Всем добрый день! У нас в Вильнюсе уже дождь.',
      en: 'Good day, everybody! It is raining already here in Vilnius.',
    },
  },
  {
    text: {
      be: 'Вітаю. Слухаю з працы, таму без камеры і без імя.',
      ru: 'Здравствуйте. Слушаю с работы, поэтому без камеры и без имени.',
      en: 'Hello. I am listening from work, so no camera and no name.',
    },
  },
  {
    by: { be: 'Дзядзька Мак', ru: 'Дядька Мак', en: 'Uncle Poppy' },
    text: {
      be: 'Гук добры, субцітры не адстаюць.',
      ru: 'Звук хороший, субтитры не отстают.',
      en: 'The sound is good, and the captions keep up.',
    },
  },
  {
    text: {
      be: 'А слайды потым можна будзе спампаваць?',
      ru: 'А слайды потом можно будет скачать?',
      en: 'Can the slides be downloaded afterwards?',
    },
  },
  {
    by: { be: 'Ластаўка', ru: 'Ласточка', en: 'Swallow' },
    text: {
      be: 'Так, яны застануцца на старонцы сесіі.',
      ru: 'Да, они останутся на странице сессии.',
      en: 'Yes, they stay on the session’s page.',
    },
  },
];
