import { conduct, safety } from './pages.ts';
import type { EventTemplate } from './shape.ts';

export const summerCourse: EventTemplate = {
  kind: 'summer_course',
  days: 5,
  sections: [
    { slug: 'lectures', title: { be: 'Лекцыі', ru: 'Лекции', en: 'Lectures' }, hue: 3 },
    { slug: 'seminars', title: { be: 'Семінары', ru: 'Семинары', en: 'Seminars' }, hue: 7 },
    { slug: 'projects', title: { be: 'Праекты', ru: 'Проекты', en: 'Projects' }, hue: 11 },
    { slug: 'evenings', title: { be: 'Вечары', ru: 'Вечера', en: 'Evenings' }, hue: 17 },
  ],
  rooms: [
    { slug: 'auditorium', title: { be: 'Аўдыторыя', ru: 'Аудитория', en: 'Auditorium' } },
    { slug: 'group-1', title: { be: 'Група 1', ru: 'Группа 1', en: 'Group 1' }, capacity: 20 },
    { slug: 'group-2', title: { be: 'Група 2', ru: 'Группа 2', en: 'Group 2' }, capacity: 20 },
  ],
  breaks: [
    { start: '11:30', minutes: 30, title: { be: 'Перапынак', ru: 'Перерыв', en: 'Break' } },
    { start: '13:30', minutes: 90, title: { be: 'Абед', ru: 'Обед', en: 'Lunch' } },
  ],
  pages: [
    {
      slug: 'about',
      title: { be: 'Пра курс', ru: 'О курсе', en: 'About the course' },
      body: {
        be: 'Чаму вучыць курс і для каго ён.\n\n## Што трэба ведаць загадзя\n\n## Колькі часу на дзень\n\n## Што дае ўдзел',
        ru: 'Чему учит курс и для кого он.\n\n## Что нужно знать заранее\n\n## Сколько времени в день\n\n## Что даёт участие',
        en: 'What the course teaches, and to whom.\n\n## What to know beforehand\n\n## How much time a day\n\n## What taking part gives',
      },
    },
    {
      slug: 'prepare',
      title: { be: 'Як падрыхтавацца', ru: 'Как подготовиться', en: 'How to prepare' },
      body: {
        be: '## Прачытаць\n\n## Усталяваць\n\n## Спытаць загадзя',
        ru: '## Прочитать\n\n## Установить\n\n## Спросить заранее',
        en: '## To read\n\n## To install\n\n## To ask beforehand',
      },
    },
    conduct,
    safety,
  ],
};
