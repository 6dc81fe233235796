import type { StandingPage } from '../shape.ts';

export const press: StandingPage = {
  key: 'press',
  title: { be: 'Прэсе', ru: 'Прессе', en: 'For the press' },
  body: {
    be: `Праграма, апісанні сустрэч і профілі выступоўцаў адкрытыя. Глядзець трансляцыі можна без акрэдытацыі і ўліковага запісу, на тых самых умовах, што і ўсім.

## Коратка пра кангрэс

Два дні, восем залаў, дваццаць секцый, тры мовы, амаль сто сустрэч. Удзельнікі гавораць ад сябе, а не ад імя кангрэса. Агульных заяў кангрэс не робіць, калі ў праграме не сказана іншае.

## Як цытаваць

- Называйце выступоўцу так, як ён названы ў праграме, і пазначайце сустрэчу.
- Падавайце думку разам з тым, на што яна адказвала: у дыскусіях апаненты часам бароняць чужы погляд дзеля практыкавання.
- Субцітры робяцца на хаду, і ў іх бываюць памылкі. Перад публікацыяй праверце па гуку.
- Пытанні з залы часта ананімныя. Не шукайце, хто пытаўся.

## Чаго просім не рабіць

- Не здымайце і не публікуйце твараў без згоды чалавека, нават калі чалавек быў на сцэне.
- Не называйце сапраўдных імёнаў людзей пад псеўданімамі.
- Не пішыце, у якім горадзе хто знаходзіцца.

За гэтымі просьбамі стаіць бяспека людзей і іх сем’яў.

## Інтэрв’ю

Перадайце просьбу праз арганізатараў: чалавек адкажа сам, калі захоча. Маўчанне азначае «не».

## Заўвага

Гэты кангрэс паказальны, выступоўцы прыдуманыя. Пісаць пра яго як пра сапраўдную падзею не варта.`,
    ru: `Программа, описания встреч и профили выступающих открыты. Смотреть трансляции можно без аккредитации и учётной записи, на тех же условиях, что и всем.

## Коротко о конгрессе

Два дня, восемь залов, двадцать секций, три языка, почти сто встреч. Участники говорят от себя, а не от имени конгресса. Общих заявлений конгресс не делает, если в программе не сказано иное.

## Как цитировать

- Называйте выступающего так, как он назван в программе, и указывайте встречу.
- Приводите мнение вместе с тем, на что оно отвечало: в дискуссиях оппоненты порой защищают чужой взгляд ради упражнения.
- Субтитры делаются на ходу, и в них бывают ошибки. Перед публикацией проверьте по звуку.
- Вопросы из зала часто анонимны. Не ищите, кто спрашивал.

## Чего просим не делать

- Не снимайте и не публикуйте лица без согласия человека, даже если лицо было видно на сцене.
- Не называйте настоящих имён людей под псевдонимами.
- Не пишите, в каком городе кто находится.

За этими просьбами стоит безопасность людей и их семей.

## Интервью

Передайте просьбу через организаторов: человек ответит сам, если захочет. Молчание означает «нет».

## Примечание

Этот конгресс показательный, выступающие вымышлены. Писать о нём как о настоящем событии не стоит.`,
    en: `The programme, the descriptions of meetings and the speakers’ profiles are open. You can watch without accreditation or an account, on the same terms as everybody.

## The congress in brief

Two days, eight halls, twenty sections, three languages, almost a hundred meetings. Participants speak for themselves and not for the congress. The congress makes no joint statements unless the programme says otherwise.

## How to quote

- Name a speaker the way the programme does, and name the meeting.
- Give an opinion together with what it answered: in discussions opponents sometimes defend another’s view as an exercise.
- Captions are made on the fly and contain mistakes. Check against the sound before you publish.
- Questions from the room are often anonymous. Do not look for who asked.

## Please do not

- take or publish pictures of faces without the person’s consent, even if the face was on the stage;
- give the real names of people behind pseudonyms;
- write which town anyone is in.

The safety of people and their families is the reason for these requests.

## Interviews

Pass your request on through the organisers: the person will answer if they wish to. Silence means “no”.

## A note

This congress is a showcase and its speakers are invented. Please do not report it as a real event.`,
  },
};
