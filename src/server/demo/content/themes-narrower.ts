import type { Theme } from './shape.ts';

export const narrowerThemes: Theme[] = [
  { key: 'startups', broader: 'innovation', label: { be: 'Стартапы', ru: 'Стартапы', en: 'Start-ups' } },
  {
    key: 'green-energy',
    broader: 'innovation',
    label: { be: 'Зялёная энергетыка', ru: 'Зелёная энергетика', en: 'Green energy' },
    related: ['recovery'],
  },
  {
    key: 'local-government',
    broader: 'change',
    label: { be: 'Мясцовае самакіраванне', ru: 'Местное самоуправление', en: 'Local self-government' },
  },
  {
    key: 'constitution',
    broader: 'change',
    label: { be: 'Канстытуцыя', ru: 'Конституция', en: 'Constitution' },
    related: ['rights'],
  },
  {
    key: 'disability-sport',
    broader: 'sport',
    label: { be: 'Даступны спорт', ru: 'Доступный спорт', en: 'Accessible sport' },
  },
  {
    key: 'conscience',
    broader: 'faith',
    label: { be: 'Свабода сумлення', ru: 'Свобода совести', en: 'Freedom of conscience' },
    related: ['rights'],
  },
  {
    key: 'open-science',
    broader: 'science',
    label: { be: 'Адкрытая навука', ru: 'Открытая наука', en: 'Open science' },
  },
  {
    key: 'academic-mobility',
    broader: 'science',
    label: { be: 'Акадэмічны абмен', ru: 'Академический обмен', en: 'Academic mobility' },
    related: ['education'],
  },
  {
    key: 'mental-health',
    broader: 'health',
    label: { be: 'Псіхічнае здароўе', ru: 'Психическое здоровье', en: 'Mental health' },
  },
  {
    key: 'rural-medicine',
    broader: 'health',
    label: { be: 'Медыцына ў вёсцы', ru: 'Медицина в деревне', en: 'Rural medicine' },
  },
  {
    key: 'schools-abroad',
    broader: 'education',
    label: { be: 'Школы за мяжой', ru: 'Школы за рубежом', en: 'Schools abroad' },
    related: ['diaspora', 'language'],
  },
  {
    key: 'recognition',
    broader: 'education',
    label: { be: 'Прызнанне дыпломаў', ru: 'Признание дипломов', en: 'Recognition of diplomas' },
  },
  {
    key: 'strikes',
    broader: 'labour',
    label: { be: 'Права на страйк', ru: 'Право на забастовку', en: 'The right to strike' },
  },
  {
    key: 'solidarity',
    broader: 'charity',
    label: { be: 'Дапамога пацярпелым', ru: 'Помощь пострадавшим', en: 'Help for victims' },
    related: ['rights'],
  },
  {
    key: 'digital-safety',
    broader: 'digital',
    label: { be: 'Лічбавая бяспека', ru: 'Цифровая безопасность', en: 'Digital safety' },
    related: ['media'],
  },
  {
    key: 'e-voting',
    broader: 'digital',
    label: { be: 'Электроннае галасаванне', ru: 'Электронное голосование', en: 'Electronic voting' },
  },
  {
    key: 'vetting',
    broader: 'service',
    label: { be: 'Праверка службоўцаў', ru: 'Проверка служащих', en: 'Vetting of officials' },
    related: ['transitional-justice'],
  },
  {
    key: 'transitional-justice',
    broader: 'rights',
    label: { be: 'Пераходнае правасуддзе', ru: 'Переходное правосудие', en: 'Transitional justice' },
  },
  {
    key: 'gender',
    broader: 'rights',
    label: { be: 'Гендарная роўнасць', ru: 'Гендерное равенство', en: 'Gender equality' },
  },
  {
    key: 'juvenile-justice',
    broader: 'children',
    label: { be: 'Дзеці і суд', ru: 'Дети и суд', en: 'Children and the courts' },
  },
  {
    key: 'fact-checking',
    broader: 'media',
    label: { be: 'Праверка фактаў', ru: 'Проверка фактов', en: 'Fact-checking' },
  },
  {
    key: 'community-policing',
    broader: 'police',
    label: { be: 'Паліцыя і грамада', ru: 'Полиция и община', en: 'Community policing' },
  },
  { key: 'language', broader: 'culture', label: { be: 'Мова', ru: 'Язык', en: 'Language' } },
  { key: 'heritage', broader: 'culture', label: { be: 'Спадчына', ru: 'Наследие', en: 'Heritage' } },
  {
    key: 'dialogue',
    broader: 'council',
    label: { be: 'Перамовы і дыялог', ru: 'Переговоры и диалог', en: 'Negotiation and dialogue' },
  },
  {
    key: 'small-business',
    broader: 'recovery',
    label: { be: 'Малы бізнес', ru: 'Малый бизнес', en: 'Small business' },
  },
  { key: 'neighbours', broader: 'foreign', label: { be: 'Суседзі', ru: 'Соседи', en: 'Neighbours' } },
  { key: 'return', broader: 'diaspora', label: { be: 'Вяртанне', ru: 'Возвращение', en: 'Return' } },
];
