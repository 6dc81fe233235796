import type { Words } from './shape.ts';

/** Slides of the live session; lines after the first are a list. */
export const slides: { title: Words; lines: Words[] }[] = [
  {
    title: {
      be: 'Першы раз на кангрэсе?',
      ru: 'Впервые на конгрессе?',
      en: 'First time at the congress?',
    },
    lines: [
      {
        be: 'Тры хвіліны, і вы тут свае.',
        ru: 'Три минуты, и вы здесь свои.',
        en: 'Three minutes, and you belong here.',
      },
    ],
  },
  {
    title: {
      be: 'Як тут слухаць і гаварыць',
      ru: 'Как здесь слушать и говорить',
      en: 'How to listen and to speak here',
    },
    lines: [
      {
        be: 'Слухаць можна без імя: вас ніхто не бачыць.',
        ru: 'Слушать можно без имени: вас никто не видит.',
        en: 'You may listen without a name: nobody sees you.',
      },
      {
        be: 'Слова просяць адным дотыкам, чаргу бачаць усе.',
        ru: 'Слово просят одним касанием, очередь видят все.',
        en: 'Ask for the floor with one tap; everybody sees the list.',
      },
      {
        be: 'Пытанне можна задаць пісьмова, і без подпісу таксама.',
        ru: 'Вопрос можно задать письменно, и без подписи тоже.',
        en: 'A question may be written, and need not be signed.',
      },
    ],
  },
  {
    title: { be: 'Што далей', ru: 'Что дальше', en: 'What comes next' },
    lines: [
      {
        be: 'Выберыце секцыю і пазначце зоркай тое, што хочаце пачуць.',
        ru: 'Выберите секцию и отметьте звездой то, что хотите услышать.',
        en: 'Choose a section and star what you want to hear.',
      },
      {
        be: 'Увечары сядайце да любога століка ў кулуарах.',
        ru: 'Вечером садитесь за любой столик в кулуарах.',
        en: 'In the evening sit down at any table in the lounge.',
      },
    ],
  },
];
