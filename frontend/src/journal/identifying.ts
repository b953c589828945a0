// What in a free text could lead to a person: shapes, and frequent given names. Pure; nothing is kept or sent (P2).
import { CERTAIN, WORDS_TOO } from "./given-names";

export type Kind = "phone" | "email" | "national" | "iban" | "address" | "name";

export interface Finding {
  kind: Kind;
  from: number;
  to: number;
}

const IBAN_LENGTHS: Record<string, number> = {
  BE: 16, BG: 22, DE: 22, ES: 24, FR: 27, GB: 22, GR: 27, IT: 27, LU: 20, NL: 18, PL: 28, PT: 25, RO: 24, TR: 26,
};
const EMAIL = /[\p{L}\d._%+-]+@[\p{L}\d-]+(?:\.[\p{L}\d-]+)*\.\p{L}{2,}/gu;
const IBAN = /(?<![\p{L}\d])[A-Z]{2} ?\d{2}(?:[ .-]?[A-Z\d]){11,30}/giu;
const ELEVEN = /(?<![\d+])\d{2}[ .]?\d{2}[ .]?\d{2}[ .-]{0,3}\d{3}[ .-]{0,3}\d{2}(?!\d)/g;
const BELGIAN = /(?<![\d+/])(?:(?:\+|00 ?)32[ .]?(?:\(0\))?[ .]?|\(?0)[1-9](?:[ ./)-]{0,2}\d){7,8}(?![\d/])/g;
const ABROAD = /(?<![\d+])(?:\+|00)(?!32)[1-9]\d{0,2}(?:[ .()-]{0,2}\d){7,12}(?!\d)/g;
const NO_ONES = /^0(?:800|90\d|70|78)/; // free and shared-cost numbers: services, not people
const PARCEL = /^\d{4}(?: \d{4})+$/;
const ENTERPRISE = /^0\d{3}\.\d{3}\.\d{3}$/;

const STREET =
  "(?:rue|avenue|av\\.|boulevard|bd|bld|chaussée|chée|ch\\.|place|square|quai|allée|impasse|clos|drève|chemin|cité|passage|montée|rampe|galerie|cours|digue|sentier|venelle)";
const NOT_A_STREET =
  "(?!(?:depuis|pendant|pour|avec|sans|à|il|elle|y|et|ou|où|en|dans|vers|après|avant|est|sont|plus|environ|entre|j)(?![\\p{L}]))";
const NUMBER =
  "\\d{1,4}(?![\\d/:,.]\\d|\\d|\\p{L}{2}|[hu€%]|e(?!\\p{L})|\\s*(?:h|u|uur|ans?|mois|jours?|heures?|fois|personnes?|nuits?|semaines?|minutes?|euros?|jaar|dagen|weken|maanden|keer|mensen|personen|nachten|minuten|euro|km|gens|familles|gezinnen|hommes|femmes|enfants|kinderen|jeunes|jongeren|lits|bedden|places|plaatsen|matelas|tentes|tenten|soirs?|matins?|avonden)(?!\\p{L})|[€%])";
const AFTER = new RegExp(
  `(?<![\\p{L}])${STREET}(?:[ '’]${NOT_A_STREET}[\\p{L}'’.-]+){1,6}[ ,]{1,2}(?:n°|nº|no|numéro|au|nr\\.?)? ?${NUMBER}\\p{L}?`,
  "giu",
);
const BEFORE = new RegExp(`(?<![\\d/.,:])\\d{1,4}(?: ?bis)?,? (?:${STREET}) (?:de |du |des |d['’]|la |le |l['’])*\\p{Lu}[\\p{L}'’-]+`, "gu");
const DUTCH = new RegExp(
  `(?<![\\p{L}])(?!onderweg|halfweg|halverwege|eigenweg)\\p{L}[\\p{L}'’-]{2,}(?:straat|laan|steenweg|plein|kaai|dreef|weg|markt|hof|baan),?(?: nr\\.?| (?:huis)?nummer)? ${NUMBER}`,
  "giu",
);

const WORD = /[\p{L}][\p{L}’'-]*/gu;
const TITLES = /(?:^|[^\p{L}])(?:m\.|mr|dr\.?|mme|mlle|monsieur|madame|mademoiselle|mevr\.?|mevrouw|dhr\.?|meneer|s['’]appelle|se nomme|nommée?|prénom(?: est)?|heet|genaamd|noemt zich)\s*:?\s*$/iu;
const OF_PLACES =
  /(?:^|[^\p{L}])(?:rue|avenue|place|square|boulevard|bd|chaussée|quai|parc|école|lycée|athénée|institut|collège|hôpital|clinique|station|métro|gare|porte|pont|église|quartier|maison|foyer|centre|asbl|vzw|cpas|saint|sainte|st|ste|sint|fête|salle|tour|resto|café|school|ziekenhuis|kerk|park|metro|wijk|huis|feest)(?:[ -]+(?:de|du|des|la|le|van|de l|d|l|communale|het|den|der))?[ '’-]+$/iu;
const DETERMINED =
  /(?:^|[^\p{L}])(?:le|la|les|l|un|une|des|du|de la|au|aux|mon|ma|mes|son|sa|ses|ce|cet|cette|ces|het|de|een|deze|die|dit|dat|mijn|zijn|haar|onze|en|à la|par)[ '’-]*$/iu;
const STARTS = /(?:^|[.!?…:;\n«“"–•-])\s*$/u;
const ACTS = /^\s+(?:n['’]|m['’]|s['’])?(?:a|est|va|vit|dit|veut|était|avait|attend|cherche|demande|dort|revient|belde|is|heeft|wil|zegt|gaat|komt|was|had|slaapt|woont|vraagt|wacht)(?![\p{L}])/iu;
const SAINT = /^(?:saint|sainte|sint)-/;
const ELIDED = /^(?:[dlnsmtj]|qu)['’]/iu;

/** What was found, in the order of the text; no two overlap. */
export function identifying(text: string): Finding[] {
  const found: Finding[] = [];
  const add = (kind: Kind, from: number, to: number): void => {
    if (!found.some((each) => from < each.to && each.from < to)) found.push({ kind, from, to });
  };
  for (const { index, 0: said } of text.matchAll(EMAIL)) add("email", index, index + said.length);
  for (const { index, 0: said } of text.matchAll(IBAN)) {
    const length = lengthOfIban(said);
    if (length > 0) add("iban", index, index + length);
  }
  for (const { index, 0: said } of text.matchAll(ELEVEN)) if (isNational(said)) add("national", index, index + said.length);
  for (const { index, 0: said } of text.matchAll(BELGIAN)) if (isPhone(said)) add("phone", index, index + said.length);
  for (const { index, 0: said } of text.matchAll(ABROAD)) if (!PARCEL.test(said)) add("phone", index, index + said.length);
  for (const shape of [AFTER, BEFORE, DUTCH]) {
    for (const { index, 0: said } of text.matchAll(shape)) add("address", index, index + said.trimEnd().length);
  }
  for (const { index, 0: said } of text.matchAll(WORD)) {
    const cut = ELIDED.exec(said)?.[0].length ?? 0;
    const word = said.slice(cut).replace(/['’-]+$/u, "");
    const at = index + cut;
    if (isName(word, text.slice(0, at), text.slice(at + word.length))) add("name", at, at + word.length);
  }
  return found.sort((one, other) => one.from - other.from);
}

const digits = (said: string): string => said.replace(/\D/g, "");

function modulo97(number: string): number {
  let rest = 0;
  for (const digit of number) rest = (rest * 10 + Number(digit)) % 97;
  return rest;
}

/** How much of what was said is an account number with the right check digits; 0 when none is. */
function lengthOfIban(said: string): number {
  const wanted = IBAN_LENGTHS[said.slice(0, 2).toUpperCase()] ?? 0;
  let [compact, at] = ["", 0];
  for (; at < said.length && compact.length < wanted; at += 1) compact += /[ .-]/.test(said[at] ?? "") ? "" : said[at];
  if (wanted === 0 || compact.length < wanted) return 0;
  const turned = (compact.slice(4) + compact.slice(0, 4)).toUpperCase();
  const number = turned.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  return modulo97(number) === 1 ? at : 0;
}

/** Year, month and day of birth (bis numbers add 20 or 40 to the month), an order, two check digits. */
function isNational(said: string): boolean {
  const number = digits(said);
  const [month, day] = [Number(number.slice(2, 4)) % 20, Number(number.slice(4, 6))];
  if (month > 12 || day > 31) return false;
  const check = Number(number.slice(9));
  return [number.slice(0, 9), `2${number.slice(0, 9)}`].some((known) => 97 - modulo97(known) === check);
}

/** Nine digits, ten for a mobile phone, after the prefix of the country; neither a service nor an enterprise. */
function isPhone(said: string): boolean {
  const number = digits(said.replace("(0)", "")).replace(/^(?:00)?32(?=\d{8,9}$)/, "0");
  const enterprise = ENTERPRISE.test(said) && 97 - modulo97(number.slice(0, 8)) === Number(number.slice(8));
  const day = /^(?:0\d|[12]\d|3[01])[./-](?:0\d|1[0-2])[./-](?:19|20)\d\d/.test(said);
  return number.length === (number.startsWith("04") && number.length > 9 ? 10 : 9) && !NO_ONES.test(number) && !enterprise && !day;
}

/** A frequent given name; one that is also a word counts with a capital letter inside a sentence, or after a title. */
function isName(word: string, before: string, after: string): boolean {
  const capital = /^\p{Lu}\p{Ll}/u.test(word);
  const last = before.slice(-30);
  if (TITLES.test(last)) return capital && word.length > 2;
  const bare = word.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const parts = [bare, ...bare.split("-")];
  if (OF_PLACES.test(last) || SAINT.test(bare)) return false;
  if (parts.some((part) => CERTAIN.has(part))) return capital || word.length > 3;
  if (capital && parts.length > 2 && parts.slice(1).every((part) => WORDS_TOO.has(part))) return true; // Jean-Pierre
  if (!capital || !WORDS_TOO.has(bare)) return false;
  return STARTS.test(last) ? ACTS.test(after) : !DETERMINED.test(last);
}
