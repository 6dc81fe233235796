import type { StandingPage } from '../shape.ts';

export const partners: StandingPage = {
  key: 'partners',
  title: { be: 'Партнёры', ru: 'Партнёры', en: 'Partners' },
  body: {
    be: `У гэтага кангрэса няма сапраўдных партнёраў: ён прыдуманы для прыкладу. Таму замест лагатыпаў тут правілы, паводле якіх мы б іх шукалі. Можаце ўзяць іх сабе.

## Хто можа быць партнёрам

Суполка, школа, хор, фонд, рэдакцыя, прафсаюз, універсітэт, бібліятэка, невялікая кампанія. Памер і краіна не важныя. Важна, каб вы былі гатовыя паказаць адно аднаму ўмовы супрацы.

## Што партнёр можа даць

- **Людзей**: вядоўцаў, перакладчыкаў, тых, хто робіць субцітры.
- **Веды**: сустрэчу, майстэрню, матэрыялы для секцыі.
- **Месца**: залу, дзе кангрэс глядзяць разам.
- **Грошы або тэхніку** — з пазначэннем, на што менавіта.

## Чаго партнёр не атрымлівае

- спісаў удзельнікаў, ні поўных, ні частковых;
- месца ў праграме за грошы;
- права выбіраць выступоўцаў або змяняць чужыя словы;
- рэкламы на сцэне.

## Як гэта робіцца бачным

Партнёры, якія на гэта згодныя, называюцца на гэтай старонцы разам з тым, што яны далі. Хто не хоча быць названым, той не называецца: для некаторых гэта пытанне бяспекі. Калі інтарэсы партнёра тычацца тэмы секцыі, вядоўца кажа пра гэта на пачатку.

## З чаго пачаць

Напішыце арганізатарам два сказы: хто вы і што прапануеце. Рашэнне прымаецца агулам, а не адным чалавекам.`,
    ru: `У этого конгресса нет настоящих партнёров: он придуман для примера. Поэтому вместо логотипов здесь правила, по которым мы бы их искали. Можете взять их себе.

## Кто может быть партнёром

Сообщество, школа, хор, фонд, редакция, профсоюз, университет, библиотека, небольшая компания. Размер и страна не важны. Важно, чтобы вы были готовы показать друг другу условия сотрудничества.

## Что партнёр может дать

- **Людей**: ведущих, переводчиков, тех, кто делает субтитры.
- **Знания**: встречу, мастерскую, материалы для секции.
- **Место**: зал, где конгресс смотрят вместе.
- **Деньги или технику** — с указанием, на что именно.

## Чего партнёр не получает

- списков участников, ни полных, ни частичных;
- места в программе за деньги;
- права выбирать выступающих или менять чужие слова;
- рекламы на сцене.

## Как это делается видимым

Партнёры, которые на это согласны, названы на этой странице вместе с тем, что они дали. Кто не хочет быть назван, того не называют: для некоторых это вопрос безопасности. Если интересы партнёра касаются темы секции, ведущий говорит об этом в начале.

## С чего начать

Напишите организаторам два предложения: кто вы и что предлагаете. Решение принимается сообща, а не одним человеком.`,
    en: `This congress has no real partners: it was invented as an example. So instead of logos you find here the rules by which we would look for them. You are welcome to take them.

## Who can be a partner

A community, a school, a choir, a fund, a newsroom, a union, a university, a library, a small company. Size and country do not matter. What matters is being ready to show each other the terms of the co-operation.

## What a partner can give

- **People**: chairs, interpreters, captioners.
- **Knowledge**: a meeting, a workshop, materials for a section.
- **A place**: a hall where the congress is watched together.
- **Money or equipment**, stating what exactly it is for.

## What a partner does not get

- lists of participants, whole or in part;
- a place in the programme for money;
- the right to choose speakers or to change anyone’s words;
- advertising on the stage.

## How it is made visible

Partners who agree to it are named on this page together with what they gave. Whoever does not wish to be named is not: for some it is a matter of safety. When a partner’s interests touch a section’s subject, the chair says so at the start.

## Where to begin

Write the organisers two sentences: who you are and what you offer. The decision is taken together and not by one person.`,
  },
};
