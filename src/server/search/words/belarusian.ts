// A light stemmer of Belarusian, our own: there is none in Snowball nor in PostgreSQL. The endings are those of the school
// grammar (declension of nouns and adjectives, conjugation), written in the folded letters below.
//
// Folding first, so that the official spelling, Taraškievica and what people type come to the same letters:
// - Softness before soft consonants (сьвет, зьезд, жыцьцё): every ь goes, doubled consonants become one, apostrophes go.
// - Soft л in borrowed words (плян, клюб, лёгіка): ля, лю, лё become ла, лу, ла.
// - э/е, ы/і in borrowed words (парлямэнт, сыстэма): э, ё → е; ы → і. ґ → г.
// - Vowels that change with the stress (горад, гарады; сяло, сёлы): о → а, я → е. ў → у, ю → у.
// Unrelated words may meet (слова, слава): ranking and the other words of a query have to part them.

/** Roots that the two spellings write differently beyond any rule, folded. */
const roots: [RegExp, string][] = [
  [/^менск/, 'мінск'],
  [/катедр/, 'кафедр'],
  [/філазаф/, 'філасаф'],
  [/^гішпан/, 'іспан'],
  [/^расеі|^расее|^расей/, 'расіе'],
  [/неутр/, 'нейтр'],
  [/ірава/, 'ава'],
];

export function foldBelarusian(word: string): string {
  let folded = word
    .replace(/['ьъ]/g, '')
    .replace(/л[яё]/g, 'ла')
    .replace(/лю/g, 'лу')
    .replace(/щ/g, 'шч')
    .replace(/[эёя]/g, 'е')
    .replace(/[ыи]/g, 'і')
    .replace(/о/g, 'а')
    .replace(/[ўю]/g, 'у')
    .replace(/ґ/g, 'г')
    .replace(/дздз/g, 'дз')
    .replace(/([^аеіу])\1+/g, '$1');
  for (const [from, to] of roots) folded = folded.replace(from, to);
  return folded;
}

const byLength = (text: string): string[] => text.split(' ').sort((a, b) => b.length - a.length);

/** Of nouns and adjectives: мова, -ы, -е, -у, -ай, -амі…; новы, -ая, -ага, -аму, -ых…; most also in soft shape. */
const endings = byLength(
  'а е і у й ай ау ей еу ам ем амі емі ах ех мі ае ее ага ега аму ему ім іх імі уу іе іей іеу іем іемі іех іі іу ій',
);

/** Of verbs with the vowel before them, of participles and of nouns made of verbs: галас|аваць, -уем, -аваў, -аванне. */
const verb =
  /^(.{3,}?)(?:(?:ава|а|і|е|у)(?:ц|у|ла|лі|уші)|(?:а|у|е)?(?:учі|ачі|ечі)|(?:ав)?(?:ан|ен)(?:а|е|і|у|ае|ага|аму|ім|іх|імі|ай|ау|уу|ем|ех|емі|еу)?|[ау](?:е|еш|ем|еце|ец|уц|й|йце)|еш|еце|іш|ім|іце|іц|ец|уц)$/;

/** A verb's stem is kept apart from a noun's: права and правіць have no common one. */
const verbMark = '+';

/** Stems that stand for the word: its cases share at least one. */
export function belarusianStems(word: string): string[] {
  const stems = new Set<string>();
  const take = (folded: string, endsShort: boolean): void => {
    for (const stem of nounStems(folded, endsShort)) stems.add(stem);
    const acting = folded.replace(/се$/, '').replace(/ца$/, 'ц');
    const found = verb.exec(acting)?.[1];
    if (found && /[аеіу]/.test(found)) stems.add(verbMark + found.replace(/дз$/, 'д'));
  };
  const folded = foldBelarusian(word);
  take(folded, word.endsWith('ў'));
  // лясы and лес: here soft л is no borrowing.
  if (/ля(?!$)/.test(word)) take(foldBelarusian(word.replace(/ля/g, 'ле')), word.endsWith('ў'));
  return [...stems];
}

function* nounStems(word: string, endsShort: boolean): Generator<string> {
  const longest = endings.find((ending) => word.length - ending.length >= 3 && word.endsWith(ending)) ?? '';
  yield* settle(word.slice(0, word.length - longest.length), longest);
  // моў, дзяржаў: ў may be the в of the stem.
  if (endsShort) yield* settle(`${word.slice(0, -1)}в`, '');
  // праграм, дарога: what looks like a longer ending may be the stem.
  else if (longest.length > 1) {
    const last = /[аеіу]$/.test(word) ? word.slice(-1) : '';
    yield* settle(word.slice(0, word.length - last.length), last);
  }
}

/** Undoes what an ending did to the consonant before it, and drops the vowel that comes and goes (рынак, рынку). */
function* settle(stem: string, ending: string): Generator<string> {
  const last = stem.at(-1);
  const before = stem.slice(0, -1);
  const isSoft = ending === 'е' || ending === 'і';
  if (stem.length > 4 && /^[^аеіу]*[аеіу].*[^аеіу][ае][кцнрлмв]$/.test(stem)) {
    yield* settle(stem.slice(0, -2) + last, 'elided');
    // універсітэце: here ц is a т, and the vowel stays.
    if (last === 'ц' && isSoft) yield `${before}т`;
    return;
  }
  if (stem.endsWith('дз')) yield before;
  // дэлегаце: т; навуцы: к; дарозе: г; страсе: х.
  else if (last === 'ц') {
    yield `${before}т`;
    if (isSoft) yield `${before}к`;
  } else {
    yield stem;
    if (ending === 'е' && last === 'з') yield `${before}г`;
    if (ending === 'е' && last === 'с') yield `${before}х`;
  }
}
