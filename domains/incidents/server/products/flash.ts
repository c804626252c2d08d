import type { Block, Line, Piece } from '../../../../core/product.ts'

import type { SectionAsk, SectionSource } from '../../../../server/face.ts'
import { weave } from '../../../../server/face.ts'
import { overallGrade } from '../../../../core/grading.ts'
import { allSources, impactRange } from '../../shared/project.ts'
import { texts } from '../../shared/texts.ts'
import { T } from './texts.ts'
import { book, category, harmText, isUnverified, placeText, spanText, whenText, type Record_ } from './words.ts'

/** Groups and forces go by their names; people who were hit, missed or saw it never do. */
const NAMED = ['PERP_ALLEGED', 'RESPONDER', 'MEDIATOR']

/** One urgent section about the record the product is about: built of its structured facts alone, never of free text, which may name a victim. */
function section(name: string, order: number, title: SectionSource['title'], build: (ask: SectionAsk, record: Record_) => Promise<Block[]>): SectionSource {
  return {
    name: `incidents.${name}`, title, in: { 'FLASH': order, 'FLASH-UPD': order, 'SINCREP': order },
    async build(ask) {
      const record = ask.about === null ? null : await ask.bind.one(ask.about)
      return record?.kind === 'incident' ? build(ask, record as unknown as Record_) : []
    },
  }
}

async function bluf(ask: SectionAsk, record: Record_): Promise<Block[]> {
  const names = await book(ask)
  const of = (id: string, value: string): Piece => ask.bind.of(id, value, [record])
  const place = placeText(ask, record)
  const harm = harmText(ask, record.data)
  const unverified = isUnverified(record)
  const pieces = weave(
    { V: unverified ? of('verified', ask.say(T, 'unverified')) : '', what: of('what', category(ask, names, record)), where: of('where', ask.say(T, 'near', { place })), when: of('when', whenText(ask, record)), harm: of('harm', harm === '' ? ask.say(T, 'no-harm') : harm) },
    (holes) => `${ask.say(T, 'bluf', holes).trim()}${ask.say(T, 'bluf.harm', holes)}`,
  )
  return [{ type: 'text', pieces, ...(unverified ? { mark: 'unverified' as const } : {}) }]
}

async function facts(ask: SectionAsk, record: Record_): Promise<Block[]> {
  const names = await book(ask)
  const { data } = record
  const of = (id: string, value: string): Piece => ask.bind.of(id, value, [record])
  const who = (data.actors ?? []).filter((one) => NAMED.includes(one.role)).map((one) => one.name)
  const { reliability, credibility } = overallGrade(allSources(data))
  const rows: [string, string][] = [
    ['what', category(ask, names, record)], ['where', placeText(ask, record, true)], ['when', whenText(ask, record)],
    ['who', who.length > 0 ? who.join(', ') : ask.say(T, 'unknown')], ['source', [data.callsign, data.unit, `${reliability}${credibility}`].filter((one) => one !== undefined && one !== '').join(' · ')], ['record', record.ref],
  ]
  return [{ type: 'table', lines: rows.map(([key, value]): Line => ({ cells: [[ask.say(T, key)], [of(key, value)]], record: record.id })) }]
}

async function casualties(ask: SectionAsk, record: Record_): Promise<Block[]> {
  const impact = impactRange(record.data)
  const of = (id: string, value: string): Piece => ask.bind.of(id, value, [record])
  if (impact.length === 0) {
    return [{ type: 'text', pieces: [of('none', ask.say(T, 'no-harm'))] }]
  }
  const measures = ['killed', 'injured', 'missing', 'abducted'] as const
  return [{
    type: 'table', head: [ask.say(T, 'group'), ...measures.map((one) => ask.say(T, one)), ask.say(T, 'status')],
    lines: impact.map((one): Line => ({
      cells: [[ask.say(texts, `group.${one.group}`)], ...measures.map((measure) => [of(`${one.group}.${measure}`, spanText(ask, one[measure]))]), [of(`${one.group}.status`, ask.say(T, `status.${one.status}`))]],
      record: record.id, ...(one.status === 'CONFIRMED' ? {} : { mark: 'unverified' as const }),
    })),
  }]
}

/** What nobody knows yet, read off what the record lacks. */
async function gaps(ask: SectionAsk, record: Record_): Promise<Block[]> {
  const { data } = record
  const asked: [string, boolean][] = [
    ['veracity', isUnverified(record)],
    ['place', data.place === undefined || data.place.precision > 2],
    ['time', data.happened === undefined || data.happened.precision !== 'EXACT'],
    ['who', !(data.actors ?? []).some((one) => one.role === 'PERP_ALLEGED' && one.type !== 'UNK')],
    ['harm', impactRange(data).some((one) => one.status !== 'CONFIRMED')],
    ['source', new Set(allSources(data).map((source) => source.originator ?? source.id)).size < 2],
  ]
  const open = asked.filter(([, missing]) => missing).map(([key]) => key)
  if (open.length === 0) {
    return [{ type: 'text', pieces: [ask.bind.of('none', ask.say(T, 'gap.none'), [record])] }]
  }
  return [{ type: 'list', lines: open.map((key): Line => ({ pieces: [ask.bind.of(key, ask.say(T, `gap.${key}`), [record])], record: record.id })) }]
}

export const flashSources: readonly SectionSource[] = [
  section('bluf', 10, { en: 'Bottom line', fr: 'L’essentiel', es: 'Lo esencial', ar: 'الخلاصة' }, bluf),
  section('facts', 20, { en: 'What, where, when, who', fr: 'Quoi, où, quand, qui', es: 'Qué, dónde, cuándo, quién', ar: 'ماذا وأين ومتى ومن' }, facts),
  section('casualties', 30, { en: 'Casualties, claimed and confirmed', fr: 'Bilan humain, allégué et confirmé', es: 'Víctimas, alegadas y confirmadas', ar: 'الضحايا، المزعومة والمؤكدة' }, casualties),
  section('gaps', 60, { en: 'What is not known', fr: 'Ce que l’on ignore', es: 'Lo que no se sabe', ar: 'ما لا يُعرف' }, gaps),
]
