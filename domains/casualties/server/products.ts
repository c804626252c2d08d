import type { Texts } from '../../../core/i18n.ts'
import type { Block, Line, Piece } from '../../../core/product.ts'
import type { VigieRecord } from '../../../core/record.ts'
import type { SectionAsk, SectionSource } from '../../../server/face.ts'
import type { Casualty } from '../shared/casualty.ts'
import { complianceOf } from '../shared/compliance.ts'
import { RINGS, ringOf, type Ring } from '../shared/ten-one-two.ts'

const T: Texts = {
  'ring': { en: 'From injury to', fr: 'De la blessure à', es: 'De la lesión a', ar: 'من الإصابة إلى' },
  'c10': { en: 'first aid', fr: 'premiers secours', es: 'primeros auxilios', ar: 'الإسعاف الأولي' },
  'c60': { en: 'advanced care', fr: 'soins avancés', es: 'atención avanzada', ar: 'الرعاية المتقدمة' },
  'c120': { en: 'surgery', fr: 'chirurgie', es: 'cirugía', ar: 'الجراحة' },
  'limit': { en: 'Limit (min)', fr: 'Limite (min)', es: 'Límite (min)', ar: 'الحد (دقيقة)' },
  'median': { en: 'Median (min)', fr: 'Médiane (min)', es: 'Mediana (min)', ar: 'الوسيط (دقيقة)' },
  'met': { en: 'Within it', fr: 'Respecté', es: 'Cumplido', ar: 'ضمن الحد' },
  'unknown': { en: 'Time of injury not known', fr: 'Heure de blessure inconnue', es: 'Hora de la lesión desconocida', ar: 'وقت الإصابة غير معروف' },
  'none': { en: 'No casualty was recorded in this time.', fr: 'Aucun blessé consigné sur la période.', es: 'No se registraron bajas en este tiempo.', ar: 'لم تُسجَّل إصابات في هذه المدة.' },
}

const READ = 2000

/** 10-1-2 of the casualties recorded in the period: medians and shares, with how many could not be counted. Exercises are left out. */
async function tenOneTwo(ask: SectionAsk): Promise<Block[]> {
  if (ask.outside) {
    return []
  }
  const query = { kind: 'casualty', where: { drill: ['false'] }, time: { axis: 'logged' as const, from: new Date(ask.period.from).toISOString(), to: new Date(ask.period.to).toISOString() } }
  const { items, total } = await ask.bind.records(query, READ)
  const records = items as unknown as VigieRecord<Casualty>[]
  if (total === 0) {
    return [{ type: 'text', pieces: [ask.bind.fact('none', ask.say(T, 'none'), { kind: 'casualty', total: 0, records: [], query })] }]
  }
  const found = complianceOf(records.map((record) => record.data), ask.now)
  const lines = RINGS.map((ring: Ring): Line => {
    const { limitMin, medianMin, met, counted, unknownStart } = found.rings[ring]
    const timed = records.filter((record) => ringOf(record.data, ring, ask.now).counts)
    const of = (part: string, value: string, some: readonly VigieRecord<Casualty>[]): Piece => ask.bind.of(`${ring}.${part}`, value, some as unknown as VigieRecord[], 'casualty')
    return { cells: [
      [ask.say(T, ring)], [ask.number(limitMin)],
      [of('median', medianMin === null ? '—' : ask.number(Math.round(medianMin)), timed.filter((record) => ringOf(record.data, ring, ask.now).by !== null))],
      [of('met', `${ask.number(met)}/${ask.number(counted)}`, timed)],
      [of('unknown', ask.number(unknownStart), records.filter((record) => { const view = ringOf(record.data, ring, ask.now); return view.state !== 'not-needed' && view.from !== 'T0' }))],
    ] }
  })
  return [{ type: 'table', head: ['ring', 'limit', 'median', 'met', 'unknown'].map((key) => ask.say(T, key)), lines }]
}

export const casualtySources: readonly SectionSource[] = [
  { name: 'casualties.ten-one-two', title: { en: 'Casualties: 10-1-2', fr: 'Blessés : 10-1-2', es: 'Bajas: 10-1-2', ar: 'الإصابات: 10-1-2' }, in: { HOM: 45, WSR: 42, MSR: 45 }, build: tenOneTwo },
]
