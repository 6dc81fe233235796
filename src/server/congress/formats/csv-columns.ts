import { csvColumns } from './write-csv.ts';

/** What a column may hold. Those of texts may be there once in each language. */
export const csvFields = [
  'id',
  'title',
  'title.be',
  'title.ru',
  'title.en',
  'subtitle',
  'abstract',
  'abstract.be',
  'abstract.ru',
  'abstract.en',
  'description',
  'start',
  'date',
  'time',
  'end',
  'minutes',
  'room',
  'section',
  'speakers',
  'languages',
  'kind',
  'status',
  'record',
  'license',
  'links',
  'attachments',
  'url',
] as const;
export type CsvField = (typeof csvFields)[number];

/** Words that stand over columns, in the languages of the tables we meet. */
const names: [CsvField, RegExp][] = [
  ['id', /^(id|guid|uuid|uid|code|код|ідэнтыфікатар|идентификатор|нумар|номер|№|#)$/],
  ['subtitle', /^(subtitle|sub title|падзагаловак|подзаголовок)$/],
  [
    'title',
    /^(title|name|session( title| name)?|talk( title)?|topic|event|назва( сесіі| выступу)?|название( сессии| доклада)?|тэма( выступу| даклада)?|тема( доклада| выступления)?|загаловак|заголовок|сесія|сессия|даклад|доклад)$/,
  ],
  [
    'abstract',
    /^(abstract|summary|annotation|анатацыя|аннотация|каротка|кратко|кароткае апісанне|краткое описание|тэзісы|тезисы)$/,
  ],
  ['description', /^(description|details|text|апісанне|описание|падрабязна|подробно)$/],
  [
    'start',
    /^(start|starts|start time|starts at|begin|begins|datetime|date time|date and time|пачатак|пачынаецца|начало|начинается|дата і час|дата и время|калі|когда)$/,
  ],
  ['date', /^(date|day|start date|дата|дзень|день|чысло|число)$/],
  ['time', /^(time|hour|час|время|гадзіна|час пачатку|время начала)$/],
  [
    'end',
    /^(end|ends|end time|ends at|finish|until|канец|канчаецца|конец|окончание|заканчэнне|час заканчэння|время окончания|да|до)$/,
  ],
  [
    'minutes',
    /^(minutes|duration|length|min|працягласць|продолжительность|длительность|хвілін|хвіліны|минут|минуты|хв|мин)$/,
  ],
  [
    'room',
    /^(room|place|location|venue|hall|stage|зала|зал|пакой|месца|место|аўдыторыя|аудитория|памяшканне|помещение|сцэна|сцена)$/,
  ],
  ['section', /^(section|track|stream|секцыя|секция|трэк|трек|паток|поток|блок)$/],
  [
    'speakers',
    /^(speakers?|presenters?|persons?|people|authors?|дакладчы(к|кі|ца)|прамоў(ца|цы)|спікер(ы)?|спикер(ы)?|докладчик(и)?|выступоўцы|выступающие|выступае|выступает|аўтар(ы)?|автор(ы)?|удзельнікі|участники|ведущи(й|е)|вядоў(ца|цы))$/,
  ],
  ['languages', /^(languages?|lang|locale|мова|мовы|язык|языки)$/],
  ['kind', /^(kind|type|format|session type|тып|тип|від|вид|фармат|формат)$/],
  ['status', /^(status|state|статус|стан|состояние)$/],
  ['record', /^(record|recording|recorded|запіс|запись)$/],
  ['license', /^(licen[cs]e|ліцэнзія|лицензия)$/],
  ['links', /^(links?|спасылк(а|і)|ссылк(а|и))$/],
  ['attachments', /^(attachments?|files?|materials?|slides|матэрыялы|материалы|файлы|слайды)$/],
  ['url', /^(url|web|page|address|адрас|адрес|старонка|страница)$/],
];
const languageWords: Record<string, 'be' | 'ru' | 'en'> = {
  be: 'be',
  by: 'be',
  bel: 'be',
  бел: 'be',
  'па-беларуску': 'be',
  беларуская: 'be',
  belarusian: 'be',
  ru: 'ru',
  rus: 'ru',
  рус: 'ru',
  русский: 'ru',
  'по-русски': 'ru',
  russian: 'ru',
  en: 'en',
  eng: 'en',
  анг: 'en',
  english: 'en',
  'по-английски': 'en',
  'па-англійску': 'en',
};

const isText = (field: CsvField): field is 'title' | 'abstract' => field === 'title' || field === 'abstract';

/** No name of a column is longer; what is, is not looked at letter by letter. */
const longestName = 100;

function fieldNamed(header: string): CsvField | undefined {
  if (header.length > longestName) return undefined;
  const clean = header
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\s_]+/g, ' ')
    .replace(/(?<![:*?.])[:*?.]+$/, '')
    .trim();
  const find = (word: string) => names.find(([, shape]) => shape.test(word))?.[0];
  const direct = find(clean);
  if (direct) return direct;
  // "Назва (be)", "title_ru", "Title, English"
  const words = clean.split(/[\s,./()]+/).filter(Boolean);
  const tail = words.pop() ?? '';
  const language = Object.hasOwn(languageWords, tail) ? languageWords[tail] : undefined;
  const field = find(words.join(' '));
  if (field && language && isText(field)) return `${field}.${language}`;
  // "Start (Europe/Minsk)", "Length, min"
  const bare = find(clean.split(/[([,]/, 1)[0]!.trim());
  return bare;
}

export const isOwnTable = (header: readonly string[]): boolean =>
  header.length === csvColumns.length && csvColumns.every((name, at) => header[at]?.trim() === name);

/** What each column most likely holds, by the words over it; each field once. '' for what nobody knows. */
export function guessColumns(header: readonly string[]): (CsvField | '')[] {
  const taken = new Set<CsvField>();
  return header.map((cell) => {
    const field = fieldNamed(cell);
    if (!field || taken.has(field)) return '';
    taken.add(field);
    return field;
  });
}

/** Whether the first row says what stands below: at least two of its words are names of columns. */
export const hasHeader = (first: readonly string[]): boolean =>
  guessColumns(first).filter(Boolean).length >= Math.min(2, first.filter((cell) => cell.trim()).length);
