/** Lines that are begun for the reporter: templates with holes, the last line again, another report's line. Pure. */
import type { Locale } from '../../../core/i18n.ts'
import type { QuickSpan } from './quicklog-types.ts'

/** A hole to fill: `‹time›`. The marks are on no keyboard's first page, so nobody types them by accident. */
const HOLE = /‹[^‹›\n]{1,40}›/g

/** A line somebody begins with; `code` is the category it is for. */
export type LogTemplate = { id: string; code: string; name: string; line: string }

type Lines = Readonly<Record<Locale, string>>

/** Shipped templates by category, in the order they are offered: the reports an operations room takes most often. */
const SHIPPED: readonly (readonly [code: string, lines: Lines])[] = [
  ['AC.03', { en: 'ambush ‹time› ‹grid› ‹by whom› ‹weapons› ‹casualties›', fr: 'embuscade ‹heure› ‹grille› ‹par qui› ‹armes› ‹victimes›', es: 'emboscada ‹hora› ‹cuadrícula› ‹por quién› ‹armas› ‹bajas›', ar: 'كمين ‹الوقت› ‹الإحداثيات› ‹من› ‹الأسلحة› ‹الضحايا›' }],
  ['AC.01', { en: 'contact ‹time› ‹grid› ‹between whom› ‹weapons› ‹casualties›', fr: 'accrochage ‹heure› ‹grille› ‹entre qui› ‹armes› ‹victimes›', es: 'enfrentamiento ‹hora› ‹cuadrícula› ‹entre quiénes› ‹armas› ‹bajas›', ar: 'اشتباك ‹الوقت› ‹الإحداثيات› ‹بين من› ‹الأسلحة› ‹الضحايا›' }],
  ['AC.04', { en: 'indirect fire ‹time› ‹grid› ‹number of rounds› ‹casualties›', fr: 'tirs indirects ‹heure› ‹grille› ‹nombre d’impacts› ‹victimes›', es: 'fuego indirecto ‹hora› ‹cuadrícula› ‹número de impactos› ‹bajas›', ar: 'قصف ‹الوقت› ‹الإحداثيات› ‹عدد القذائف› ‹الضحايا›' }],
  ['EX.01', { en: 'IED explosion ‹time› ‹grid› ‹against whom› ‹casualties›', fr: 'explosion d’EEI ‹heure› ‹grille› ‹contre qui› ‹victimes›', es: 'explosión de AEI ‹hora› ‹cuadrícula› ‹contra quién› ‹bajas›', ar: 'انفجار عبوة ناسفة ‹الوقت› ‹الإحداثيات› ‹ضد من› ‹الضحايا›' }],
  ['EX.04', { en: 'UXO found ‹time› ‹grid› ‹what was seen, from where› ‹marked or guarded›', fr: 'engin non explosé ‹heure› ‹grille› ‹ce qui a été vu, d’où› ‹balisé ou gardé›', es: 'munición sin explotar ‹hora› ‹cuadrícula› ‹qué se vio, desde dónde› ‹señalizada o vigilada›', ar: 'ذخيرة متفجرة مكتشفة ‹الوقت› ‹الإحداثيات› ‹ما شوهد ومن أين› ‹مطوقة أو محروسة›' }],
  ['UN.07', { en: 'patrol stopped ‹time› ‹grid› ‹by whom› ‹reason given› ‹duration›', fr: 'patrouille bloquée ‹heure› ‹grille› ‹par qui› ‹motif donné› ‹durée›', es: 'patrulla detenida ‹hora› ‹cuadrícula› ‹por quién› ‹motivo dado› ‹duración›', ar: 'منع الدورية ‹الوقت› ‹الإحداثيات› ‹من قبل› ‹السبب المعطى› ‹المدة›' }],
  ['CV.03', { en: 'abduction ‹time› ‹grid› ‹how many› ‹by whom› ‹direction›', fr: 'enlèvement ‹heure› ‹grille› ‹combien› ‹par qui› ‹direction›', es: 'secuestro ‹hora› ‹cuadrícula› ‹cuántos› ‹por quién› ‹dirección›', ar: 'اختطاف ‹الوقت› ‹الإحداثيات› ‹كم› ‹من قبل› ‹الاتجاه›' }],
  ['CV.13', { en: 'cattle raid ‹time› ‹grid› ‹head of cattle› ‹by whom› ‹casualties›', fr: 'vol de bétail ‹heure› ‹grille› ‹têtes de bétail› ‹par qui› ‹victimes›', es: 'robo de ganado ‹hora› ‹cuadrícula› ‹cabezas› ‹por quién› ‹bajas›', ar: 'نهب ماشية ‹الوقت› ‹الإحداثيات› ‹عدد الرؤوس› ‹من قبل› ‹الضحايا›' }],
  ['CU.01', { en: 'demonstration ‹time› ‹place› ‹how many› ‹demand› ‹mood›', fr: 'manifestation ‹heure› ‹lieu› ‹combien› ‹revendication› ‹climat›', es: 'manifestación ‹hora› ‹lugar› ‹cuántos› ‹reivindicación› ‹ambiente›', ar: 'مظاهرة ‹الوقت› ‹المكان› ‹كم› ‹المطالب› ‹الأجواء›' }],
  ['CU.04', { en: 'roadblock ‹time› ‹grid› ‹by whom› ‹who may pass›', fr: 'route barrée ‹heure› ‹grille› ‹par qui› ‹qui peut passer›', es: 'bloqueo de carretera ‹hora› ‹cuadrícula› ‹por quién› ‹quién puede pasar›', ar: 'طريق مغلق ‹الوقت› ‹الإحداثيات› ‹من قبل› ‹من يسمح له بالمرور›' }],
  ['DP.01', { en: 'displaced ‹time› ‹from› ‹to› ‹households› ‹cause› ‹needs›', fr: 'déplacés ‹heure› ‹de› ‹vers› ‹ménages› ‹cause› ‹besoins›', es: 'desplazados ‹hora› ‹desde› ‹hacia› ‹hogares› ‹causa› ‹necesidades›', ar: 'نزوح ‹الوقت› ‹من› ‹إلى› ‹عدد الأسر› ‹السبب› ‹الاحتياجات›' }],
  ['HZ.03', { en: 'road accident ‹time› ‹grid› ‹vehicles› ‹casualties› ‹help needed›', fr: 'accident de la route ‹heure› ‹grille› ‹véhicules› ‹victimes› ‹aide demandée›', es: 'accidente de tráfico ‹hora› ‹cuadrícula› ‹vehículos› ‹bajas› ‹ayuda necesaria›', ar: 'حادث سير ‹الوقت› ‹الإحداثيات› ‹المركبات› ‹الضحايا› ‹المساعدة المطلوبة›' }],
  ['AV.01', { en: 'patrol ‹callsign› ‹time› ‹from› ‹to› ‹observed›', fr: 'patrouille ‹indicatif› ‹heure› ‹de› ‹à› ‹observé›', es: 'patrulla ‹indicativo› ‹hora› ‹desde› ‹hasta› ‹observado›', ar: 'دورية ‹النداء› ‹الوقت› ‹من› ‹إلى› ‹ما لوحظ›' }],
]

/** The shipped templates in a language; `name` is left to the taxonomy's words. */
export function shippedTemplates(locale: Locale, nameOf: (code: string) => string): LogTemplate[] {
  return SHIPPED.map(([code, lines]) => ({ id: code, code, name: nameOf(code), line: lines[locale] }))
}

/** Where the next hole after `from` stands, else the first one; null when none is left. */
export function nextHole(text: string, from: number): { start: number; end: number } | null {
  const holes = [...text.matchAll(HOLE)].map((m) => ({ start: m.index, end: m.index + m[0].length }))
  return holes.find((h) => h.start >= from) ?? holes[0] ?? null
}

/** The text with its holes as blanks of the same length: what the reader reads, so that no hole is taken for a report. */
export function blankHoles(text: string): string {
  return text.replace(HOLE, (hole) => ' '.repeat(hole.length))
}

/** A line to say again: what it says of time is left out, for it happens anew; blanks are joined. */
export function againLine(text: string, spans: readonly Pick<QuickSpan, 'start' | 'end' | 'kind'>[]): string {
  let out = ''
  let at = 0
  for (const span of spans.filter((s) => s.kind === 'time')) {
    out += text.slice(at, span.start)
    at = span.end
  }
  return `${out}${text.slice(at)}`.replace(/[ \t]{2,}/g, ' ').replace(/^[\s,;:]+/, '').trim()
}
