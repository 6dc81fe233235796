import type { Words } from './shape.ts';

/** The one thing that whoever registers is asked. Options: one a line, in the same order in each language. */
export const registrationQuestion: { title: Words; why: Words; options: Words } = {
  title: {
    be: 'Што дапаможа вам слухаць?',
    ru: 'Что поможет вам слушать?',
    en: 'What would help you to listen?',
  },
  why: {
    be: 'Каб ведаць, дзе патрэбныя перакладчыкі і субцітры.',
    ru: 'Чтобы знать, где нужны переводчики и субтитры.',
    en: 'To know where interpreters and captions are needed.',
  },
  options: {
    be: 'Пераклад голасам\nСубцітры\nТолькі тэкст, без відэа',
    ru: 'Перевод голосом\nСубтитры\nТолько текст, без видео',
    en: 'Interpretation\nCaptions\nText only, without video',
  },
};
