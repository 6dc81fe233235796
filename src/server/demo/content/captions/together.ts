import type { Words } from '../shape.ts';

/** How to disagree, stay safe and take part. */
export const togetherCaptions: Words[] = [
  { be: 'Цяпер пра нязгоду.', ru: 'Теперь о несогласии.', en: 'Now about disagreement.' },
  {
    be: 'Тут збіраюцца людзі з рознымі поглядамі, і гэта добра.',
    ru: 'Здесь собираются люди с разными взглядами, и это хорошо.',
    en: 'People of different views meet here, and that is good.',
  },
  {
    be: 'Спрачайцеся з думкай, а не з чалавекам.',
    ru: 'Спорьте с мыслью, а не с человеком.',
    en: 'Argue with the thought, not with the person.',
  },
  {
    be: 'Перш чым пярэчыць, паспрабуйце пераказаць чужую думку.',
    ru: 'Прежде чем возражать, попробуйте пересказать чужую мысль.',
    en: 'Before you object, try to retell the other person’s view.',
  },
  {
    be: 'Калі той скажа «так, менавіта», пярэчыць стане лягчэй.',
    ru: 'Если тот скажет «да, именно», возражать станет легче.',
    en: 'If they say “yes, exactly”, objecting will be easier.',
  },
  {
    be: 'Меншасць мае права застацца пры сваім.',
    ru: 'Меньшинство вправе остаться при своём.',
    en: 'A minority has the right to keep its view.',
  },
  {
    be: 'Вядоўца сочыць за чаргой, а не за зместам.',
    ru: 'Ведущий следит за очередью, а не за содержанием.',
    en: 'The chair watches over the turns and not over the content.',
  },
  {
    be: 'Цяпер пра бяспеку, шчыра.',
    ru: 'Теперь о безопасности, честно.',
    en: 'Now about safety, honestly.',
  },
  {
    be: 'Платформа не запісвае вашага адраса ў сетцы.',
    ru: 'Платформа не записывает ваш адрес в сети.',
    en: 'The platform does not write down your network address.',
  },
  {
    be: 'Але ваш правайдар бачыць, што вы наведалі сайт.',
    ru: 'Но ваш провайдер видит, что вы посетили сайт.',
    en: 'But your provider can see that you visited the site.',
  },
  {
    be: 'Нехта можа зняць экран тэлефонам: гэтага не спыніш.',
    ru: 'Кто-то может снять экран телефоном: этого не остановишь.',
    en: 'Someone can film the screen with a phone: nothing prevents that.',
  },
  {
    be: 'Таму на сцэне кажыце толькі тое, што можна сказаць усім.',
    ru: 'Поэтому на сцене говорите только то, что можно сказать всем.',
    en: 'So on the stage say only what can be said to everyone.',
  },
  {
    be: 'Прачытайце старонку пра бяспеку: яна кароткая.',
    ru: 'Прочитайте страницу о безопасности: она короткая.',
    en: 'Read the page about safety: it is short.',
  },
  {
    be: 'Хочаце ўдзельнічаць, а не толькі глядзець?',
    ru: 'Хотите участвовать, а не только смотреть?',
    en: 'Would you like to take part and not only watch?',
  },
  {
    be: 'Прыдумайце псеўданім: пошта і тэлефон не патрэбныя.',
    ru: 'Придумайте псевдоним: почта и телефон не нужны.',
    en: 'Think of a pseudonym: no e-mail and no phone are needed.',
  },
  {
    be: 'Вы атрымаеце словы для ўваходу. Перапішыце іх на паперу.',
    ru: 'Вы получите слова для входа. Перепишите их на бумагу.',
    en: 'You will be given words to sign in with. Copy them onto paper.',
  },
  {
    be: 'Іх паказваюць толькі адзін раз.',
    ru: 'Их показывают только один раз.',
    en: 'They are shown only once.',
  },
  {
    be: 'Псеўданім не павінен нагадваць ваша імя.',
    ru: 'Псевдоним не должен напоминать ваше имя.',
    en: 'A pseudonym should not resemble your name.',
  },
  {
    be: 'Сысці можна ў любы момант, і мы не спытаем чаму.',
    ru: 'Уйти можно в любой момент, и мы не спросим почему.',
    en: 'You can leave at any time, and we will not ask why.',
  },
  {
    be: 'Выступоўцам дасылаюць асабістае запрашэнне.',
    ru: 'Выступающим присылают личное приглашение.',
    en: 'Speakers are sent a personal invitation.',
  },
  {
    be: 'За кулісамі можна праверыць камеру і мікрафон.',
    ru: 'За кулисами можно проверить камеру и микрофон.',
    en: 'Backstage you can check your camera and microphone.',
  },
  {
    be: 'Камера не абавязковая: голасу дастаткова.',
    ru: 'Камера не обязательна: голоса достаточно.',
    en: 'A camera is not required: a voice is enough.',
  },
  {
    be: 'У кожнай тэмы ёсць свая старонка.',
    ru: 'У каждой темы есть своя страница.',
    en: 'Every theme has a page of its own.',
  },
  {
    be: 'На ёй сабрана ўсё, што пра гэту тэму гаварылі.',
    ru: 'На ней собрано всё, что об этой теме говорили.',
    en: 'It gathers all that was said on that theme.',
  },
  {
    be: 'Не ведаеце, з чаго пачаць? Адкрыйце любую майстэрню.',
    ru: 'Не знаете, с чего начать? Откройте любую мастерскую.',
    en: 'Not sure where to begin? Open any workshop.',
  },
  {
    be: 'Або зайдзіце на сустрэчу рабочай групы: там рады новым.',
    ru: 'Или зайдите на встречу рабочей группы: там рады новым.',
    en: 'Or look in on a work group: newcomers are welcome there.',
  },
  {
    be: 'Кросны ткуць далей, пакуль ідзе размова.',
    ru: 'Кросна и дальше ткёт, пока идёт разговор.',
    en: 'Krosny keeps weaving for as long as the talk goes on.',
  },
  {
    be: 'Дзякуй, што вы тут. Пачынаем спачатку.',
    ru: 'Спасибо, что вы здесь. Начинаем сначала.',
    en: 'Thank you for being here. We begin again.',
  },
];
