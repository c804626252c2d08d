import type { Text } from '../../../core/i18n.ts'
import type { ProductType } from '../../../core/product.ts'

/** A place in a product: a section some domain makes, or one that a person writes. */
export type Slot = { id: string; order: number; title: Text; source: boolean }

const written = (id: string, order: number, en: string, fr: string, es: string, ar: string): Slot => ({ id, order, title: { en, fr, es, ar }, source: false })

const TAKEN = written('text.taken', 40, 'Action taken', 'Mesures prises', 'Medidas adoptadas', 'الإجراءات المتخذة')
const INTENDED = written('text.intended', 50, 'Action intended', 'Mesures prévues', 'Medidas previstas', 'الإجراءات المزمعة')
const ASSESSMENT = written('text.assessment', 50, 'Assessment', 'Appréciation', 'Evaluación', 'التقييم')

/** What a person writes into each type, among what is made from records. */
export const WRITTEN: { readonly [type in ProductType]: readonly Slot[] } = {
  'FLASH': [TAKEN, INTENDED],
  'FLASH-UPD': [TAKEN, INTENDED],
  'SINCREP': [TAKEN, INTENDED, { ...ASSESSMENT, order: 55 }],
  'DSR': [ASSESSMENT],
  'WSR': [ASSESSMENT, written('text.outlook', 55, 'Outlook for the coming week', 'Perspectives de la semaine à venir', 'Perspectivas para la próxima semana', 'توقعات الأسبوع المقبل')],
  'MSR': [],
  'INTSUM': [ASSESSMENT, written('text.outlook', 55, 'Outlook', 'Perspectives', 'Perspectivas', 'التوقعات')],
  'HANDOVER': [written('text.remarks', 50, 'To watch for', 'Points d’attention', 'A tener en cuenta', 'ما ينبغي الانتباه إليه')],
  'HOM': [written('text.judgements', 20, 'Three judgements, with how likely', 'Trois appréciations, avec leur probabilité', 'Tres juicios, con su probabilidad', 'ثلاثة أحكام مع درجة احتمالها')],
  'ANNEX': [],
}

/** Paragraphs and lists out of what was written: blank lines part paragraphs, lines that begin with `- ` are a list. */
export function paragraphsOf(text: string): { list: boolean; lines: string[] }[] {
  return text.replaceAll('\r\n', '\n').split(/\n{2,}/).flatMap((part) => {
    const out: { list: boolean; lines: string[] }[] = []
    for (const line of part.split('\n').map((one) => one.trim()).filter((one) => one !== '')) {
      const item = /^[-•]\s+(.*)$/.exec(line)?.[1]
      const last = out.at(-1)
      if (item !== undefined) {
        if (last?.list) {
          last.lines.push(item)
        } else {
          out.push({ list: true, lines: [item] })
        }
      } else if (last && !last.list) {
        last.lines = [`${last.lines[0]} ${line}`]
      } else {
        out.push({ list: false, lines: [line] })
      }
    }
    return out
  })
}
