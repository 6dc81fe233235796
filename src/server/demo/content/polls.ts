import type { Words } from './shape.ts';

interface DemoPoll {
  kind: 'single' | 'several' | 'scale' | 'ranked';
  question: Words;
  options: Words[];
  /** Absent: still open. Otherwise how many vote for each option before it is closed and shown. */
  votes?: number[];
}

/** Of the live session, in the order in which they were asked. */
export const polls: DemoPoll[] = [
  {
    kind: 'single',
    question: {
      be: 'Як вы сёння з намі?',
      ru: 'Как вы сегодня с нами?',
      en: 'How are you with us today?',
    },
    options: [
      { be: 'Гляджу і слухаю', ru: 'Смотрю и слушаю', en: 'Watching and listening' },
      { be: 'Толькі слухаю', ru: 'Только слушаю', en: 'Listening only' },
      { be: 'Чытаю тэкст', ru: 'Читаю текст', en: 'Reading the text' },
      { be: 'Патроху ўсё', ru: 'Всё понемногу', en: 'A bit of each' },
    ],
    votes: [6, 3, 3, 1],
  },
  {
    kind: 'several',
    question: {
      be: 'Пра што працягнем пасля перапынку?',
      ru: 'О чём продолжим после перерыва?',
      en: 'What shall we go on with after the break?',
    },
    options: [
      {
        be: 'Як знайсці сваіх у новым горадзе',
        ru: 'Как найти своих в новом городе',
        en: 'Finding one’s people in a new city',
      },
      { be: 'Хто вырашае і як', ru: 'Кто решает и как', en: 'Who decides, and how' },
      { be: 'Мова дома і на працы', ru: 'Язык дома и на работе', en: 'Language at home and at work' },
    ],
  },
];
