import { inLocale, type Texts } from '../../../core/i18n.ts'
import type { Block, Line } from '../../../core/product.ts'
import { INPUT_DUE_MINUTES } from '../../../core/product-period.ts'
import type { SectionAsk, SectionSource } from '../../../server/face.ts'
import type { UnitReport } from '../shared/unit-report.ts'

const T: Texts = {
  'unit': { en: 'Sector', fr: 'Secteur', es: 'Sector', ar: 'القطاع' },
  'state': { en: 'Report', fr: 'Compte rendu', es: 'Parte', ar: 'التقرير' },
  'received': { en: 'received {at}', fr: 'reçu {at}', es: 'recibido {at}', ar: 'ورد {at}' },
  'late': { en: 'received late, {at}', fr: 'reçu en retard, {at}', es: 'recibido tarde, {at}', ar: 'ورد متأخرا {at}' },
  'nil': { en: 'NIL, {at}', fr: 'NÉANT, {at}', es: 'NADA, {at}', ar: 'لا شيء، {at}' },
  'missing': { en: 'NOT RECEIVED', fr: 'NON REÇU', es: 'NO RECIBIDO', ar: 'لم يرد' },
  'what': { en: 'What is due', fr: 'Échéance', es: 'Qué vence', ar: 'المستحق' },
  'record': { en: 'Record', fr: 'Fiche', es: 'Ficha', ar: 'السجل' },
  'since': { en: 'Overdue since', fr: 'Dépassé depuis', es: 'Vencido desde', ar: 'متأخر منذ' },
  'none-overdue': { en: 'Nothing is overdue.', fr: 'Rien n’est en retard.', es: 'Nada está vencido.', ar: 'لا شيء متأخر.' },
  'def.record': { en: 'Record: one incident, event or activity as logged in the mission’s database; reports of one event that were merged count once.', fr: 'Fiche : un incident, un événement ou une activité consigné dans la base de la mission ; les signalements fusionnés d’un même événement comptent pour un.', es: 'Ficha: un incidente, suceso o actividad registrado en la base de la misión; los informes fusionados de un mismo suceso cuentan una vez.', ar: 'السجل: حادث أو حدث أو نشاط مسجل في قاعدة البعثة؛ وتُحتسب البلاغات المدموجة عن الحدث نفسه مرة واحدة.' },
  'def.period': { en: 'Period: by the time of logging, from cut-off to cut-off in mission-local time. What happened before the period and was logged in it is a late report.', fr: 'Période : selon l’heure d’enregistrement, d’un arrêt des données à l’autre, heure locale de la mission. Ce qui s’est produit avant la période et y a été consigné est un signalement tardif.', es: 'Período: según la hora de registro, de cierre a cierre en hora local de la misión. Lo ocurrido antes y registrado en él es un informe tardío.', ar: 'الفترة: بحسب وقت التسجيل، من إقفال إلى إقفال بالتوقيت المحلي للبعثة. وما وقع قبلها وسُجل فيها بلاغ متأخر.' },
  'def.harm': { en: 'People harmed: the smallest and the largest figure any source gave of each event, added over different events and never over reports of one.', fr: 'Personnes touchées : le plus petit et le plus grand chiffre donnés par une source pour chaque événement, additionnés entre événements distincts, jamais entre signalements d’un même événement.', es: 'Personas afectadas: la cifra menor y la mayor que dio alguna fuente de cada suceso, sumadas entre sucesos distintos y nunca entre informes del mismo.', ar: 'المتضررون: أصغر رقم وأكبر رقم ذكره أي مصدر عن كل حدث، مجموعا بين أحداث مختلفة لا بين بلاغات عن حدث واحد.' },
  'def.unverified': { en: 'Unverified: neither corroborated by a second source nor verified.', fr: 'Non vérifié : ni corroboré par une seconde source, ni vérifié.', es: 'Sin verificar: ni corroborado por una segunda fuente ni verificado.', ar: 'غير مؤكد: لم يعززه مصدر ثان ولم يُتحقق منه.' },
  'def.severity': { en: 'Severity 1 to 5: 5 ten or more dead or a peacekeeper killed, 4 any death, 3 injury or abduction, 2 a hostile act, 1 else; a duty officer may set another.', fr: 'Gravité 1 à 5 : 5 dix morts ou plus ou un Casque bleu tué, 4 un décès, 3 blessure ou enlèvement, 2 acte hostile, 1 autre ; l’officier de permanence peut en fixer une autre.', es: 'Gravedad 1 a 5: 5 diez o más muertos o un miembro de la misión muerto, 4 cualquier muerte, 3 herida o secuestro, 2 acto hostil, 1 el resto; el oficial de guardia puede fijar otra.', ar: 'الخطورة 1 إلى 5: 5 عشرة قتلى فأكثر أو مقتل فرد من البعثة، 4 أي وفاة، 3 إصابة أو اختطاف، 2 عمل عدائي، 1 غير ذلك؛ وللضابط المناوب أن يحدد غيرها.' },
}

/** What each sector sent in for the day: silence is said to be silence. */
async function inputs(ask: SectionAsk): Promise<Block[]> {
  const sectors = [...ask.areas.nodes.values()].filter((node) => node.type === 'sector').sort((a, b) => (a.name < b.name ? -1 : 1))
  if (ask.outside || sectors.length === 0) {
    return []
  }
  const query = { kind: 'unit-report', where: { day: [ask.day] } }
  const { items } = await ask.bind.records(query, 1000)
  const due = ask.period.to + INPUT_DUE_MINUTES * 60_000
  const lines = sectors.map((sector): Line => {
    const own = items.filter((record) => (record.data as UnitReport).unit === sector.id).toSorted((a, b) => (a.createdAt < b.createdAt ? -1 : 1))
    const [first] = own
    if (!first) {
      return { cells: [[sector.name], [ask.bind.fact(sector.id, ask.say(T, 'missing'), { kind: 'unit-report', total: 0, records: [], query: { ...query, where: { day: [ask.day], unit: [sector.id] } } })]], mark: 'missing' }
    }
    const at = Date.parse(first.createdAt)
    const nil = own.every((record) => (record.data as UnitReport).nil)
    const words = ask.say(T, nil ? 'nil' : at > due ? 'late' : 'received', { at: ask.time(at) })
    return { cells: [[sector.name], [ask.bind.of(sector.id, words, own)]], ...(nil ? { mark: 'nil' as const } : at > due ? { mark: 'late' as const } : {}) }
  })
  return [{ type: 'table', head: [ask.say(T, 'unit'), ask.say(T, 'state')], lines }]
}

/** Deadlines that passed: who waits for what since when. */
async function overdue(ask: SectionAsk): Promise<Block[]> {
  const all = ask.clocks(['overdue'])
  const lines: Line[] = []
  for (const { clock, rule } of all.slice(0, ask.type === 'HOM' ? 2 : 10)) {
    const record = await ask.bind.one(clock.record)
    if (record) {
      const of = (part: string, value: string) => ask.bind.of(`${clock.id}.${part}`, value, [record])
      lines.push({ cells: [[of('what', inLocale(rule.label, ask.locale))], [of('ref', record.ref)], [of('since', clock.dueAt === null ? '—' : ask.time(Date.parse(clock.dueAt)))]], record: record.id })
    }
  }
  return lines.length === 0 ? [{ type: 'text', pieces: [ask.say(T, 'none-overdue')] }] : [{ type: 'table', head: [ask.say(T, 'what'), ask.say(T, 'record'), ask.say(T, 'since')], lines, total: all.length }]
}

/** What the figures mean, word for word the same in every product. */
async function definitions(ask: SectionAsk): Promise<Block[]> {
  return [{ type: 'list', lines: ['record', 'period', 'harm', 'unverified', 'severity'].map((key) => ({ pieces: [ask.say(T, `def.${key}`)] })) }]
}

export const productSources: readonly SectionSource[] = [
  { name: 'products.inputs', title: { en: 'Reports of the sectors', fr: 'Comptes rendus des secteurs', es: 'Partes de los sectores', ar: 'تقارير القطاعات' }, in: { DSR: 40, WSR: 45 }, moving: true, build: inputs },
  { name: 'products.overdue', title: { en: 'Overdue', fr: 'En retard', es: 'Vencido', ar: 'متأخرات' }, in: { HOM: 40, HANDOVER: 15 }, moving: true, build: overdue },
  { name: 'products.definitions', title: { en: 'Definitions', fr: 'Définitions', es: 'Definiciones', ar: 'تعاريف' }, in: { DSR: 80, WSR: 95, MSR: 90 }, build: definitions },
]
