import type { StandingPage } from '../shape.ts';

export const conduct: StandingPage = {
  key: 'conduct',
  title: { be: 'Кодэкс паводзін', ru: 'Кодекс поведения', en: 'Code of conduct' },
  body: {
    be: `Тут сустракаюцца людзі, якія не згодныя паміж сабой. Каб размова не спынілася, дамовімся пра некалькі рэчаў.

## Просім

- **Спрачацца з думкай, а не з чалавекам.** «Гэта не спрацуе, бо…» — добра. «Вы нічога не разумееце» — не.
- **Гаварыць па чарзе і ў межах часу.** Гадзіннік аднолькавы для ўсіх.
- **Карыстацца той мовай, якой вам зручна**, і не папракаць за мову іншых.
- **Берагчы тых, каго тут няма.** Не называйце імёнаў, адрасоў і месцаў працы людзей, якія на гэта не згаджаліся.
- **Пытацца, перш чым пераказваць** чужую асабістую гісторыю.

## Не дапускаем

- заклікаў да гвалту, пагроз, цкавання;
- знявагі паводле паходжання, мовы, веры, полу, арыентацыі, узросту, інваліднасці;
- спроб высветліць, хто хаваецца за псеўданімам;
- здымкаў і запісаў іншых удзельнікаў без іх згоды.

## Што будзе, калі парушыць

Спачатку вядоўца папросіць спыніцца. Калі не дапаможа, чалавека могуць пазбавіць слова або прыбраць са сцэны. Не згаджацца з думкай — не парушэнне.

## Калі пакрыўдзілі вас

Скажыце вядоўцу або арганізатарам. Апісвайце, што адбылося, але не пішыце пра сябе больш, чым трэба. Арганізатары таксама людзі і могуць памыліцца: перагледзець рашэнне можна папрасіць другога чалавека з каманды.`,
    ru: `Здесь встречаются люди, которые не согласны между собой. Чтобы разговор не оборвался, договоримся о нескольких вещах.

## Просим

- **Спорить с мыслью, а не с человеком.** «Это не сработает, потому что…» — хорошо. «Вы ничего не понимаете» — нет.
- **Говорить по очереди и в пределах времени.** Часы для всех одинаковы.
- **Пользоваться тем языком, который вам удобен**, и не попрекать языком других.
- **Беречь тех, кого здесь нет.** Не называйте имён, адресов и мест работы людей, которые на это не соглашались.
- **Спрашивать, прежде чем пересказывать** чужую личную историю.

## Не допускаем

- призывов к насилию, угроз, травли;
- оскорблений по признаку происхождения, языка, веры, пола, ориентации, возраста, инвалидности;
- попыток выяснить, кто стоит за псевдонимом;
- съёмки и записи других участников без их согласия.

## Что будет за нарушение

Сначала ведущий попросит остановиться. Если не поможет, человека могут лишить слова или убрать со сцены. Не соглашаться с мыслью — не нарушение.

## Если обидели вас

Скажите ведущему или организаторам. Опишите, что произошло, но не пишите о себе больше, чем нужно. Организаторы тоже люди и могут ошибиться: попросить пересмотреть решение можно другого человека из команды.`,
    en: `People who disagree with each other meet here. So that the conversation does not break off, let us agree on a few things.

## Please

- **Argue with the thought, not with the person.** “This will not work, because…” is fine. “You understand nothing” is not.
- **Speak in turn and within the time.** The clock is the same for everyone.
- **Use the language you are at ease in**, and do not reproach others for theirs.
- **Protect those who are not here.** Do not give names, addresses or workplaces of people who have not agreed to it.
- **Ask before you retell** somebody’s personal story.

## Not accepted

- calls for violence, threats, harassment;
- insults over origin, language, faith, sex, orientation, age or disability;
- attempts to find out who is behind a pseudonym;
- pictures or recordings of other participants without their consent.

## What follows a breach

First the chair asks the person to stop. If that does not help, the person may lose the floor or be taken off the stage. Objecting to an opinion is never a breach.

## If you were hurt

Tell the chair or the organisers. Describe what happened, but write no more about yourself than is needed. Organisers are human and can be wrong: you may ask another member of the team to look at a decision again.`,
  },
};
