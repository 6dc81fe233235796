import type { Question } from './shape.ts';

/** Asked in the live session. */
export const questions: Question[] = [
  {
    key: 'account',
    state: 'answered',
    text: {
      be: 'Ці трэба рэгістравацца, каб глядзець?',
      ru: 'Нужно ли регистрироваться, чтобы смотреть?',
      en: 'Do I have to register to watch?',
    },
    answer: {
      be: 'Не. Праграма, сцэна, субцітры і пытанні адкрытыя без уліковага запісу.',
      ru: 'Нет. Программа, сцена, субтитры и вопросы открыты без учётной записи.',
      en: 'No. The programme, the stage, the captions and the questions are open without an account.',
    },
  },
  {
    key: 'seen',
    state: 'answered',
    text: {
      be: 'Ці бачаць мяне іншыя гледачы?',
      ru: 'Видят ли меня другие зрители?',
      en: 'Can other viewers see me?',
    },
    answer: {
      be: 'Не. Гледачы адно аднаго не бачаць; паказваецца толькі прыблізная колькасць.',
      ru: 'Нет. Зрители друг друга не видят; показывается только примерное число.',
      en: 'No. Viewers do not see each other; only an approximate number is shown.',
    },
  },
  {
    key: 'zone',
    state: 'answered',
    text: {
      be: 'Я ў Торанта. У якім часе паказаны расклад?',
      ru: 'Я в Торонто. По какому времени показано расписание?',
      en: 'I am in Toronto. Which time does the programme show?',
    },
    answer: {
      be: 'У вашым, калі вы яго выбралі. Час кангрэса заўсёды за адзін дотык.',
      ru: 'По вашему, если вы его выбрали. Время конгресса всегда в одном касании.',
      en: 'Yours, if you have chosen it. The congress’s own time is always one tap away.',
    },
  },
  {
    key: 'bot',
    state: 'now',
    text: { be: 'Вы чалавек ці машына?', ru: 'Вы человек или машина?', en: 'Are you a person or a machine?' },
  },
  {
    key: 'weak-line',
    state: 'open',
    text: {
      be: 'Што рабіць, калі відэа не цягне сувязь?',
      ru: 'Что делать, если связь не тянет видео?',
      en: 'What if my connection cannot carry video?',
    },
  },
  {
    key: 'language',
    state: 'open',
    text: {
      be: 'Ці можна задаць пытанне па-англійску, калі размова па-беларуску?',
      ru: 'Можно ли задать вопрос по-английски, если разговор идёт по-беларусски?',
      en: 'May I ask in English when the talk is in Belarusian?',
    },
  },
  {
    key: 'disagree',
    state: 'open',
    text: {
      be: 'Што станецца з думкай, з якой большасць не згодная?',
      ru: 'Что станет с мнением, с которым большинство не согласно?',
      en: 'What becomes of an opinion the majority does not share?',
    },
  },
  {
    key: 'next',
    state: 'open',
    text: {
      be: 'Я спазняюся на дзень. З чаго пачаць заўтра?',
      ru: 'Я опаздываю на день. С чего начать завтра?',
      en: 'I am a day late. Where should I begin tomorrow?',
    },
  },
];
