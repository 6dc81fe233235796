import type { StandingPage } from '../shape.ts';

export const safety: StandingPage = {
  key: 'safety',
  title: { be: 'Як удзельнічаць бяспечна', ru: 'Как участвовать безопасно', en: 'How to take part safely' },
  body: {
    be: `Коратка: глядзець тут бяспечней, чым гаварыць. Вырашайце самі, але ведаючы межы.

## Што робім мы

- Не просім імя, пошты і тэлефона. Для ўдзелу хопіць псеўданіма.
- Платформа не захоўвае вашага адраса ў сетцы, назвы браўзера і дакладнага часу ўваходу.
- Гледачы не бачаць адно аднаго; колькасць паказваем прыблізна.
- Старонкі нічога не загружаюць з чужых сайтаў.
- Побач з кнопкай напісана, хто ўбачыць тое, што вы дасылаеце.

## Ад чаго мы не абаронім

- **Заражаная або адабраная прылада.** Калі за экранам сочаць, не дапаможа нішто.
- **Ваш правайдар** бачыць, што вы наведалі гэты сайт. Tor Browser або VPN хаваюць гэта ад яго, але не ад усіх.
- **Той, хто назірае за ўсёй сеткай**, можа супаставіць час і аб’ём перадачы.
- **Сцэна публічная.** Голас, твар, пакой за спінай і нават звычкі ў мове пазнавальныя. Любы можа зняць экран.
- **Ваш уласны аповед.** Горад, пасада і год разам часта складаюцца ў імя.
- **Узлом сервера.** Захоўваем мала, але не нуль. Нядобры гаспадар сервера мог бы падмяніць саму старонку.

## Што можаце зрабіць вы

1. Вазьміце новы псеўданім, не падобны да старых.
2. Абнавіце прыладу; на чужой нічога не адкрывайце.
3. Словы для ўваходу трымайце на паперы, не ў тэлефоне.
4. Калі сумняваецеся, слухайце і чытайце, але не выступайце.
5. Не дасылайце спасылкі на свой расклад у агульныя чаты.`,
    ru: `Коротко: смотреть здесь безопаснее, чем говорить. Решайте сами, но зная границы.

## Что делаем мы

- Не просим имени, почты и телефона. Для участия хватит псевдонима.
- Платформа не хранит ваш адрес в сети, название браузера и точное время входа.
- Зрители не видят друг друга; число показываем приблизительно.
- Страницы ничего не загружают с чужих сайтов.
- Рядом с кнопкой написано, кто увидит то, что вы отправляете.

## От чего мы не защитим

- **Заражённое или отобранное устройство.** Если за экраном следят, не поможет ничто.
- **Ваш провайдер** видит, что вы посетили этот сайт. Tor Browser или VPN скрывают это от него, но не от всех.
- **Тот, кто наблюдает за всей сетью**, может сопоставить время и объём передачи.
- **Сцена публична.** Голос, лицо, комната за спиной и даже речевые привычки узнаваемы. Любой может снять экран.
- **Ваш собственный рассказ.** Город, должность и год вместе часто складываются в имя.
- **Взлом сервера.** Храним мало, но не ноль. Недобрый хозяин сервера мог бы подменить саму страницу.

## Что можете сделать вы

1. Возьмите новый псевдоним, не похожий на прежние.
2. Обновите устройство; на чужом ничего не открывайте.
3. Слова для входа держите на бумаге, не в телефоне.
4. Если сомневаетесь, слушайте и читайте, но не выступайте.
5. Не отправляйте ссылки на своё расписание в общие чаты.`,
    en: `In short: watching here is safer than speaking. The choice is yours, but make it knowing the limits.

## What we do

- We ask for no name, e-mail or phone. A pseudonym is enough to take part.
- The platform does not store your network address, your browser’s name or the exact time you came.
- Viewers do not see each other; numbers are shown roughly.
- Pages load nothing from other sites.
- Beside a button it says who will see what you send.

## What we cannot protect you from

- **An infected or confiscated device.** If somebody watches your screen, nothing helps.
- **Your provider** sees that you visited this site. Tor Browser or a VPN hides it from them, but not from everyone.
- **Whoever observes the whole network** can match times and amounts of traffic.
- **The stage is public.** A voice, a face, the room behind you, even habits of speech can be recognised. Anyone can film a screen.
- **Your own story.** A town, a job and a year together often add up to a name.
- **A break-in at the server.** We keep little, but not nothing. A dishonest server owner could change the page itself.

## What you can do

1. Take a new pseudonym, unlike your earlier ones.
2. Update your device; open nothing on somebody else’s.
3. Keep your sign-in words on paper, not on the phone.
4. When in doubt, listen and read, but do not speak.
5. Do not post links to your own schedule in group chats.`,
  },
};
