import type { TimetableDay, TimetableSession, TraceItem, TraceStep } from '#lib/ui/index.ts';

/** Invented texts for the gallery: long and short, three languages, what breaks a layout. */
export const THEMES = [
  'Навука: магчымасці рэформаў і развіцця',
  'Ахова здароўя і яе рэформы',
  'Адукацыя: нацыянальная і міжнародная',
  'Прафсаюзы, страйкамы і правы працоўных',
  'Дабрачынныя фонды',
  'Інфармацыйныя тэхналогіі дзеля дэмакратыі',
  'Правы дзяцей і іх абарона',
  'Свабода слова ў медыях',
  'Мастацтва і культура па-за цэнзурай',
  'Роля дыяспар',
];

export const STEPS: TraceStep[] = [
  { state: 'past', kind: 'Сесія', title: 'Адкрытая кніга', href: '#1', note: '14 лютага' },
  { state: 'past', kind: 'Група', title: 'Адкрыты лік', href: '#2', note: '9 сустрэч' },
  { state: 'past', kind: 'Рашэнне', title: 'Ухвалена аднагалосна', href: '#3', note: '5 сакавіка' },
  { state: 'here', kind: 'Мера 6.1', title: 'Рэестр выплат', note: 'вы тут' },
  { state: 'going', kind: 'Рэсурс', title: 'Даведнік аўдытара', href: '#5', note: 'чарнавік' },
  { state: 'next', kind: 'Вынік', title: '100 % выплат', note: 'пакуль 72 %' },
];

export const FROM: TraceItem[] = [
  {
    kind: 'Мера 3.4',
    title: 'Юрыдычная клініка для звольненых',
    href: '#m',
    note: 'Пілот паказаў, чаго не хапае на заводах.',
  },
  { kind: 'Група', title: 'Правы працоўных', href: '#g', note: 'Прапанавала гэтую сесію 2 верасня.' },
];

export const CAME: TraceItem[] = [
  { kind: 'Запіс', title: 'Будзе сёння да 20:00', note: 'Калі пагодзяцца ўсе, хто гаварыў.' },
  {
    kind: 'Poll',
    title: 'A mutual aid fund: yes or no',
    href: '#p',
    note: 'Адкрыецца ў канцы сесіі.',
    lang: 'en',
  },
];

const TITLES = [
  'Прафсаюзы без страху: што працуе дома і ў выгнанні',
  'Рэдакцыя без адраса',
  'Навука ў эміграцыі: вярнуць цытаванні, вярнуць людзей',
  'Дзіця як сведка: як не нашкодзіць удруга',
  'Кароткая абвестка, якая мае вельмі доўгую назву і не змяшчаецца ў пятнаццаць хвілін',
  'Суседзі на ўсходзе: пяць сцэнароў',
  'Спадчына пад ключ: архівы, якія нельга страціць',
  'Каса ўзаемадапамогі',
];

const clock = (minutes: number): string =>
  `${9 + Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;

/** A day of as many rooms as asked, the same every time. */
export function sampleDay(rooms: number, perRoom: number): TimetableDay {
  const sessions: TimetableSession[] = [];
  const lengths = [75, 30, 45, 60, 15, 90, 50, 20];
  for (let room = 0; room < rooms; room++) {
    let start = (room % 3) * 15;
    for (let i = 0; i < perRoom; i++) {
      const minutes = lengths[(room * 3 + i) % lengths.length] ?? 30;
      const on = start <= 162 && start + minutes > 162;
      sessions.push({
        href: `/s/${room}-${i}`,
        title: TITLES[(room + i * 3) % TITLES.length] ?? '',
        room,
        start,
        minutes,
        time: clock(start),
        theme: ((room * 7 + i * 3) % 20) + 1,
        state: on ? 'on' : start + minutes <= 162 ? 'past' : room === 2 && i === 5 ? 'off' : undefined,
        mine: (room + i) % 9 === 0,
        people: ['Явар, Чапля', 'Пошта', 'Квант, Імша', 'Ліпа'][(room + i) % 4],
        note: on ? 'цяпер · ' : undefined,
      });
      start += minutes + 15;
    }
  }
  return {
    rooms: Array.from({ length: rooms }, (_, i) => ({
      title: ['Вялікая зала', 'Нёман', 'Дзвіна', 'Прыпяць', 'Сож', 'Вілія', 'Шчара'][i] ?? `Пакой ${i + 1}`,
      note: 'бел, eng',
    })),
    hours: Array.from({ length: 9 }, (_, i) => ({ start: i * 60, text: `${9 + i}:00` })),
    sessions,
    zone: 'UTC+2',
    now: { start: 162, text: '11:42' },
    id: `day-${rooms}`,
  };
}
