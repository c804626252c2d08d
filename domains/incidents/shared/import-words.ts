import type { Weapon } from './model.ts'
import type { WEAPONS } from './vocabulary.ts'

/** What headlines and coded columns say in words, as taxonomy and weapon codes. English and French. */

const CATEGORY_WORDS: readonly [RegExp, string][] = [
  [/\b(?:ambush\w*|embuscade\w*|embusqu\w*)/iu, 'AC.03'],
  [/\b(?:shell(?:s|ed|ing)|mortars?|artillery|rockets?|bombardment|obus|mortiers?|pilonnage|roquettes?)\b/iu, 'AC.04'],
  [/\b(?:air[ -]?strikes?|air raids?|air attacks?|warplanes?|helicopter gunships?|drone (?:strike|attack)s?|frappes? aériennes?|raids? aériens?|barrel bombs?)\b/iu, 'AC.05'],
  [/\b(?:ceasefire|cessez-le-feu)\b/iu, 'AC.07'],
  [/\b(?:intercommunal|inter-communal|ethnic clash\w*|intercommunautaire\w*)/iu, 'AC.11'],
  [/\b(?:ied|ieds|roadside bombs?|improvised explosive|engins? explosifs? improvisés?)\b/iu, 'EX.01'],
  [/\b(?:land ?mines?|mines? antipersonnel)\b/iu, 'EX.03'],
  [/\b(?:suicide (?:bomb\w*|attack\w*)|car bombs?|attentats?[ -]suicides?|voitures? piégées?|kamikazes?)\b/iu, 'EX.06'],
  [/\b(?:grenades?)\b/iu, 'EX.07'],
  [/\b(?:peace ?keepers?|blue helmets?|casques? bleus?|un convoy|un patrol|un base)\b/iu, 'UN'],
  [/\b(?:aid workers?|humanitarian workers?|ngo (?:worker|staff)\w*|humanitaires? tués?)\b/iu, 'HA'],
  [/\b(?:abduct\w*|kidnap\w*|hostages?|enlèvements?|enlev\w+|otages?)/iu, 'CV.03'],
  [/\b(?:rape[sd]?|raping|gang-rap\w*|sexual violence|viols?|violées?|violences? sexuelles?)\b/iu, 'CV.04'],
  [/\b(?:burn(?:s|ed|t|ing)|torch(?:ed|ing)|loot(?:s|ed|ing)|incendi\w+|brûl\w+|pill(?:é|age|ages|ées?))\b/iu, 'CV.05'],
  [/\b(?:tortur\w+)/iu, 'CV.09'],
  [/\b(?:schools?|hospitals?|clinics?|écoles?|hôpita(?:l|ux)|cliniques?)\b[^.;]{0,40}\b(?:attack\w*|hit|shelled|bombed|burn\w*|attaqu\w*|bombard\w*)/iu, 'CV.10'],
  [/\b(?:cattle|livestock|bétail|troupeaux?)\b[^.;]{0,30}\b(?:raid\w*|rustl\w*|stolen|theft|vols?|volé\w*)/iu, 'CV.13'],
  [/\b(?:lynch\w*|mob (?:justice|violence))/iu, 'CV.14'],
  [/\b(?:displac(?:ed|ement)|flee(?:ing)?|fled|déplac(?:és|ements?))\b/iu, 'DP'],
  [/\b(?:riots?|demonstrat\w+|protest(?:s|ers|ing)?|émeutes?|manifest(?:ation|ant)\w*)\b/iu, 'CU'],
]

/** Further taxonomy codes the words of a text suggest, besides `main`; at most ten. */
export function categoriesInText(text: string, main: string): string[] {
  const found: string[] = []
  for (const [words, code] of CATEGORY_WORDS) {
    if (code !== main && found.length < 10 && words.test(text)) {
      found.push(code)
    }
  }
  return found
}

const WEAPON_WORDS: readonly [RegExp, (typeof WEAPONS)[number]][] = [
  [/not applicable|unarmed/iu, 'NONE'],
  [/no information|unspecified explosive|other weapon/iu, 'UNK'],
  [/\bdrone|\buav\b|\buas\b/iu, 'UAS'],
  [/\bied\b|vbied|suicide|car bomb/iu, 'IED'],
  [/\bmine\b|landmine|uxo|erw|unexploded/iu, 'MINE'],
  [/grenade/iu, 'GREN'],
  [/tear ?gas/iu, 'TEARGAS'],
  [/\brpg\b/iu, 'RPG'],
  [/missile|rocket/iu, 'RKT'],
  [/mortar/iu, 'MTR'],
  [/shelling|artillery/iu, 'ART'],
  [/firearm|gun|rifle|small arms/iu, 'SAF'],
  [/knife|machete|blade|sharp/iu, 'BLADE'],
  [/arson|fire\b|molotov/iu, 'FIRE'],
]

/** A coded weapon column (`Firearms, Knife`) as weapons; what has no code keeps its name under UNK. */
export function weaponsOf(text: string): Weapon[] {
  const out: Weapon[] = []
  for (const part of text.split(/[,;]/u)) {
    const name = part.trim()
    if (name === '') {
      continue
    }
    const code = WEAPON_WORDS.find(([words]) => words.test(name))?.[1] ?? 'UNK'
    if (!out.some((weapon) => weapon.code === code && weapon.name === name) && out.length < 20) {
      out.push({ code, name: name.slice(0, 80) })
    }
  }
  return out
}

/** Category of an explosive weapon by its launch and kind, for the explosive-weapons table. */
export function explosiveCategory(kind: string, launch: string): string {
  const all = `${kind} ${launch}`
  if (/vbied|suicide|svest|car bomb/iu.test(all)) {
    return 'EX.06'
  }
  if (/\bied\b/iu.test(all)) {
    return 'EX.01'
  }
  if (/\bmine\b|landmine/iu.test(kind)) {
    return 'EX.03'
  }
  if (/uxo|unexploded/iu.test(all)) {
    return 'EX.05'
  }
  if (/grenade/iu.test(kind)) {
    return 'EX.07'
  }
  if (/air-launched|aerial|drone|cluster/iu.test(all)) {
    return 'AC.05'
  }
  return /shell|artillery|mortar|rocket|missile|ground-launched/iu.test(all) ? 'AC.04' : 'EX'
}
