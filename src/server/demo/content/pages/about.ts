import type { StandingPage } from '../shape.ts';

export const about: StandingPage = {
  key: 'about',
  title: { be: 'Пра кангрэс', ru: 'О конгрессе', en: 'About the congress' },
  body: {
    be: `Мы жывём у розных краінах і бачым адну будучыню па-рознаму. **«Шмат вытокаў — адна рака»** — гэта два дні, калі можна сказаць пра гэта ўголас, паслухаць іншых і дамовіцца хоць пра нешта.

## Як гэта ўладкавана

- **Дваццаць секцый**: эканоміка, праца, навука, адукацыя, ахова здароўя, правы чалавека і дзяцей, медыя, культура, вера, спорт, тэхналогіі, дабрачыннасць, адказнасць службоўцаў, рэформа праваахоўных органаў, прадстаўніцтва, знешняя палітыка і роля дыяспар.
- **Розныя віды сустрэч**: прамовы, панэльныя дыскусіі, вебінары, размовы з вядоўцам, майстэрні і сустрэчы рабочых груп.
- **Тры мовы**: беларуская, руская, англійская. Мова кожнай сустрэчы пазначана ў праграме.

## Чаго мы хочам

Не аднадушнасці. Мы хочам, каб спрэчка была зразумелая: у чым мы згодныя, у чым не і якія довады ў кожнага боку. Думка меншасці запісваецца побач з думкай большасці.

## Каму сюды можна

Кожнаму. Глядзець і слухаць можна без уліковага запісу, пытацца — таксама. Рабочыя групы адкрытыя для назіральнікаў.

## Гэта прыклад

Кангрэс прыдуманы, каб паказаць, як працуе Веча. Выступоўцы, іх псеўданімы і суполкі прыдуманыя; супадзенні выпадковыя. Калі вы ладзіце ўласны кангрэс, усе гэтыя тэксты можна замяніць сваімі.`,
    ru: `Мы живём в разных странах и видим одно будущее по-разному. **«Много истоков — одна река»** — это два дня, когда можно сказать об этом вслух, послушать других и договориться хоть о чём-то.

## Как это устроено

- **Двадцать секций**: экономика, труд, наука, образование, здравоохранение, права человека и детей, медиа, культура, вера, спорт, технологии, благотворительность, ответственность служащих, реформа правоохранительных органов, представительство, внешняя политика и роль диаспор.
- **Разные виды встреч**: выступления, панельные дискуссии, вебинары, разговоры с ведущим, мастерские и встречи рабочих групп.
- **Три языка**: беларусский, русский, английский. Язык каждой встречи указан в программе.

## Чего мы хотим

Не единодушия. Мы хотим, чтобы спор был понятен: в чём мы согласны, в чём нет и какие доводы у каждой стороны. Мнение меньшинства записывается рядом с мнением большинства.

## Кому сюда можно

Каждому. Смотреть и слушать можно без учётной записи, спрашивать — тоже. Рабочие группы открыты для наблюдателей.

## Это пример

Конгресс придуман, чтобы показать, как работает Вече. Выступающие, их псевдонимы и сообщества вымышлены; совпадения случайны. Если вы устраиваете собственный конгресс, все эти тексты можно заменить своими.`,
    en: `We live in different countries and see one future in different ways. **“Many Springs, One River”** is two days for saying so aloud, listening to others and agreeing on at least something.

## How it works

- **Twenty sections**: economy, work, science, education, healthcare, human rights and children’s rights, media, culture, faith, sport, technology, charity, the liability of officials, law enforcement reform, representation, foreign policy and the role of diasporas.
- **Several kinds of meeting**: speeches, panels, webinars, moderated discussions, workshops and meetings of work groups.
- **Three languages**: Belarusian, Russian, English. The programme shows the language of each meeting.

## What we want

Not unanimity. We want the dispute to be clear: where we agree, where we do not, and what each side’s arguments are. A minority’s opinion is written down beside the majority’s.

## Who may come

Anyone. You can watch, listen and ask questions without an account. Work groups are open to observers.

## This is an example

The congress was invented to show how Veche works. The speakers, their pseudonyms and the communities are made up; any resemblance is accidental. If you hold a congress of your own, you can replace all these texts with yours.`,
  },
};
