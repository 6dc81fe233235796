import { conduct, safety } from './pages.ts';
import type { EventTemplate } from './shape.ts';

export const conference: EventTemplate = {
  kind: 'conference',
  days: 2,
  sections: [
    { slug: 'plenary', title: { be: 'Пленарныя', ru: 'Пленарные', en: 'Plenary' }, hue: 1 },
    { slug: 'talks', title: { be: 'Даклады', ru: 'Доклады', en: 'Talks' }, hue: 5 },
    { slug: 'workshops', title: { be: 'Майстэрні', ru: 'Мастерские', en: 'Workshops' }, hue: 9 },
    {
      slug: 'round-tables',
      title: { be: 'Круглыя сталы', ru: 'Круглые столы', en: 'Round tables' },
      hue: 13,
    },
  ],
  rooms: [
    { slug: 'main', title: { be: 'Вялікая зала', ru: 'Большой зал', en: 'Main hall' } },
    { slug: 'two', title: { be: 'Другая зала', ru: 'Второй зал', en: 'Second hall' } },
    { slug: 'workshop', title: { be: 'Майстэрня', ru: 'Мастерская', en: 'Workshop room' }, capacity: 30 },
  ],
  breaks: [
    { start: '11:00', minutes: 30, title: { be: 'Кава', ru: 'Кофе', en: 'Coffee' } },
    { start: '13:00', minutes: 60, title: { be: 'Абед', ru: 'Обед', en: 'Lunch' } },
    { start: '16:00', minutes: 30, title: { be: 'Кава', ru: 'Кофе', en: 'Coffee' } },
  ],
  pages: [
    {
      slug: 'about',
      title: { be: 'Пра канферэнцыю', ru: 'О конференции', en: 'About the conference' },
      body: {
        be: 'Хто запрашае, навошта і каго.\n\n## Як выступіць\n\n## Як паслухаць\n\n## Хто плаціць',
        ru: 'Кто приглашает, зачем и кого.\n\n## Как выступить\n\n## Как послушать\n\n## Кто платит',
        en: 'Who invites, what for, and whom.\n\n## How to speak\n\n## How to listen\n\n## Who pays',
      },
    },
    conduct,
    safety,
  ],
};
