// How a stem sounds, roughly: what is written by ear, or in the sister language, comes to the same letters
// (демакратия, демократия, дэмакратыя). Cyrillic stays Cyrillic, so that the English most is no мост.

const cyrillic: Record<string, string> = {
  о: 'а',
  э: 'е',
  ё: 'е',
  я: 'е',
  ы: 'і',
  и: 'і',
  й: 'і',
  ў: 'у',
  ю: 'у',
  ґ: 'г',
  щ: 'шч',
  ь: '',
  ъ: '',
  "'": '',
};
const latin: Record<string, string> = { y: 'i', "'": '' };

/** Letters that may sound otherwise: most stems have none of them. */
const changing = new Uint8Array(0x500);
for (const letter of [...Object.keys(cyrillic), ...Object.keys(latin), 'h', 'з'])
  changing[letter.charCodeAt(0)] = 1;

function isAsItSounds(stem: string): boolean {
  let before = 0;
  for (let at = 0; at < stem.length; at += 1) {
    const code = stem.charCodeAt(at);
    if (code === before || code >= changing.length || changing[code] === 1) return false;
    before = code;
  }
  return true;
}

export function soundOf(stem: string): string {
  if (isAsItSounds(stem)) return stem;
  let sound = '';
  const letters = stem >= '\u0400' || stem.startsWith('+') ? cyrillic : latin;
  for (const letter of stem) {
    const next = letters[letter] ?? letter;
    if (next !== sound.at(-1)) sound += next;
  }
  return letters === cyrillic ? sound.replaceAll('дз', 'д') : sound.replaceAll('ph', 'f');
}

const capped = (table: string): [string, string][] =>
  table.split(' ').map((pair) => pair.split(':') as [string, string]);

/** Łacinka: š, ž, č are letters, ch is х, i before a vowel softens. */
const lacinka = capped(
  'ch:х šč:шч dź:дзь dž:дж ja:я je:е jo:ё ju:ю ia:я ie:е io:ё iu:ю la:ля lo:лё lu:лю le:ле li:лі ła:ла ło:ло łu:лу łe:лэ ły:лы š:ш ž:ж č:ч ŭ:ў ć:ць ń:нь ś:сь ź:зь ĺ:ль ł:л l:ль a:а b:б c:ц d:д e:э f:ф g:ґ h:г i:і j:й k:к m:м n:н o:о p:п r:р s:с t:т u:у v:в w:в x:кс y:ы z:з',
);
/** What people type without the letters: shch, zh, kh. */
const typed = capped(
  'shch:щ sch:щ zh:ж kh:х ts:ц ch:ч sh:ш ya:я yu:ю yo:ё ye:е ja:я ju:ю jo:ё je:е ia:я iu:ю ie:е io:ё dz:дз a:а b:б c:ц d:д e:е f:ф g:г h:г i:и j:й k:к l:л m:м n:н o:о p:п q:к r:р s:с t:т u:у v:в w:в x:кс y:ы z:з',
);

const write = (word: string, table: [string, string][]): string => {
  let out = '';
  for (let at = 0; at < word.length;) {
    const [from, to] = table.find(([letters]) => word.startsWith(letters, at)) ?? [word[at]!, word[at]!];
    out += to;
    at += from.length;
  }
  return out;
};

/** A word in Latin letters as it may be meant in Cyrillic. */
export function inCyrillic(word: string): string[] {
  if (/[šžčŭćńśźĺł]/.test(word)) return [write(word, lacinka)];
  return [...new Set([write(word, lacinka), write(word, typed)])];
}

const rows = {
  en: "qwertyuiop[]asdfghjkl;'zxcvbnm,.`",
  ru: 'йцукенгшщзхъфывапролджэячсмитьбюё',
  be: "йцукенгшўзх'фывапролджэячсмітьбюё",
};

/** What the same keys write with another layout of the keyboard. Works on text as typed: , and ; are letters there. */
export function otherLayouts(text: string): string[] {
  const swap = (from: string, to: string): string =>
    Array.from(text.toLowerCase(), (key) => to[from.indexOf(key)] ?? key).join('');
  return /[\u0400-\u04ff]/.test(text)
    ? [swap(rows.ru, rows.en), swap(rows.be, rows.en)]
    : [swap(rows.en, rows.be), swap(rows.en, rows.ru)];
}
