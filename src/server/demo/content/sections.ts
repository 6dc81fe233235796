import type { Section, Words } from './shape.ts';
import { topThemes } from './themes.ts';

const texts: Record<string, Words> = {
  innovation: {
    be: 'Ад ідэі да справы: чаго бракуе тым, хто стварае новае.',
    ru: 'От идеи к делу: чего не хватает тем, кто создаёт новое.',
    en: 'From idea to practice: what people who make new things still lack.',
  },
  change: {
    be: 'Што мяняецца ў краіне незалежна ад нашых спрэчак і што залежыць ад нас.',
    ru: 'Что меняется в стране независимо от наших споров и что зависит от нас.',
    en: 'What is changing in the country whether we argue or not, and what depends on us.',
  },
  sport: {
    be: 'Рух, гульня і сумленныя суддзі без парадаў для ўлады.',
    ru: 'Движение, игра и честные судьи без парадов для власти.',
    en: 'Movement, play and fair refereeing, without parades for the powerful.',
  },
  faith: {
    be: 'Вернікі розных канфесій і няверуючыя шукаюць правілы суседства.',
    ru: 'Верующие разных конфессий и неверующие ищут правила соседства.',
    en: 'Believers of many kinds and non-believers look for rules of good neighbourhood.',
  },
  science: {
    be: 'Як вярнуць навуцы свабоду, грошы і давер.',
    ru: 'Как вернуть науке свободу, деньги и доверие.',
    en: 'How to give science back its freedom, its money and its trust.',
  },
  health: {
    be: 'Медыцына, якая лечыць, а не піша справаздачы: лекары, пацыенты, грошы.',
    ru: 'Медицина, которая лечит, а не отчитывается: врачи, пациенты, деньги.',
    en: 'Medicine that treats instead of reporting: doctors, patients, money.',
  },
  education: {
    be: 'Школа і ўніверсітэт дома і за мяжой: чаму вучыць і хто вырашае.',
    ru: 'Школа и университет дома и за рубежом: чему учить и кто решает.',
    en: 'School and university at home and abroad: what to teach and who decides.',
  },
  labour: {
    be: 'Калектыўны голас на працы: прафсаюзы, страйкамы, дамовы.',
    ru: 'Коллективный голос на работе: профсоюзы, стачкомы, договоры.',
    en: 'A collective voice at work: unions, strike committees, agreements.',
  },
  charity: {
    be: 'Дапамога, якая даходзіць, і справаздача, якая нікога не выдае.',
    ru: 'Помощь, которая доходит, и отчёт, который никого не выдаёт.',
    en: 'Help that arrives, and accounts that give nobody away.',
  },
  digital: {
    be: 'Інструменты, якімі людзі дамаўляюцца, і пасткі, што ў іх схаваныя.',
    ru: 'Инструменты, которыми люди договариваются, и ловушки, что в них скрыты.',
    en: 'Tools people use to agree, and the traps hidden inside them.',
  },
  service: {
    be: 'Хто і за што адказвае: загад, сумленне, закон.',
    ru: 'Кто и за что отвечает: приказ, совесть, закон.',
    en: 'Who answers for what: orders, conscience and the law.',
  },
  rights: {
    be: 'Годнасць чалавека як мера кожнага закона і кожнай установы.',
    ru: 'Достоинство человека как мера каждого закона и каждого учреждения.',
    en: 'Human dignity as the measure of every law and every institution.',
  },
  children: {
    be: 'Дзіця мае голас: у сям’і, у школе, у судзе.',
    ru: 'У ребёнка есть голос: в семье, в школе, в суде.',
    en: 'A child has a voice: in the family, at school, in court.',
  },
  media: {
    be: 'Праца журналістаў пад ціскам і права чытача ведаць.',
    ru: 'Работа журналистов под давлением и право читателя знать.',
    en: 'Journalists at work under pressure, and the reader’s right to know.',
  },
  police: {
    be: 'Якой павінна быць служба, да якой не страшна звярнуцца.',
    ru: 'Какой должна быть служба, к которой не страшно обратиться.',
    en: 'What a service would be like that nobody fears to call.',
  },
  culture: {
    be: 'Мастацтва, мова і спадчына, якія не пытаюцца дазволу.',
    ru: 'Искусство, язык и наследие, которые не спрашивают разрешения.',
    en: 'Art, language and heritage that do not ask for permission.',
  },
  council: {
    be: 'Прадстаўніцтва, перамовы, яснасць мандата: што ўдалося і што не.',
    ru: 'Представительство, переговоры, ясность мандата: что удалось и что нет.',
    en: 'Representation, negotiation, a clear mandate: what worked and what did not.',
  },
  recovery: {
    be: 'План для эканомікі: першыя сто дзён і наступныя дзесяць гадоў.',
    ru: 'План для экономики: первые сто дней и следующие десять лет.',
    en: 'A plan for the economy: the first hundred days and the next ten years.',
  },
  foreign: {
    be: 'Суседзі, саюзы, нейтралітэт: дзе нашае месца на мапе.',
    ru: 'Соседи, союзы, нейтралитет: где наше место на карте.',
    en: 'Neighbours, alliances, neutrality: where we stand on the map.',
  },
  diaspora: {
    be: 'Што могуць зрабіць тыя, хто жыве далёка, і чаго ад іх чакаюць дома.',
    ru: 'Что могут сделать те, кто живёт далеко, и чего от них ждут дома.',
    en: 'What those who live far away can do, and what people at home expect of them.',
  },
};

/** Each section carries the key of its theme; the order is that of the programme. */
export const sections: Section[] = topThemes.map((theme) => {
  const text = texts[theme.key];
  if (!text) throw new Error(`the section ${theme.key} has no text`);
  return { key: theme.key, theme: theme.key, title: theme.label, text };
});
