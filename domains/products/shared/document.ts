import type { Handling } from '../../../core/handling.ts'
import { inLocale, translate, type Locale, type Texts } from '../../../core/i18n.ts'
import type { Block, Changed, Mark, Piece, Product } from '../../../core/product.ts'
import type { DocumentBlock, ReportDocument, Run } from '../../../formats/document.ts'
import { texts } from './texts.ts'

/** Words every written-down product has. */
export const documentTexts: Texts = {
  'exercise': { en: 'EXERCISE', fr: 'EXERCICE', es: 'EJERCICIO', ar: 'تمرين' },
  'level.U': { en: 'UNCLASSIFIED', fr: 'NON CLASSIFIÉ', es: 'SIN CLASIFICAR', ar: 'غير مصنف' },
  'level.C': { en: 'CONFIDENTIAL', fr: 'CONFIDENTIEL', es: 'CONFIDENCIAL', ar: 'سري' },
  'level.SC': { en: 'STRICTLY CONFIDENTIAL', fr: 'STRICTEMENT CONFIDENTIEL', es: 'ESTRICTAMENTE CONFIDENCIAL', ar: 'سري للغاية' },
  'period': { en: 'Period', fr: 'Période', es: 'Período', ar: 'الفترة' },
  'made': { en: 'Data as of', fr: 'Données au', es: 'Datos a', ar: 'البيانات حتى' },
  'released': { en: 'Released', fr: 'Diffusé', es: 'Difundido', ar: 'صدر' },
  'draft': { en: 'DRAFT, not released', fr: 'PROJET, non diffusé', es: 'BORRADOR, sin difundir', ar: 'مسودة، لم تصدر' },
  'by': { en: '{at} by {name}', fr: '{at} par {name}', es: '{at} por {name}', ar: '{at}، {name}' },
  'contact': { en: 'Point of contact', fr: 'Point de contact', es: 'Punto de contacto', ar: 'جهة الاتصال' },
  'next': { en: 'Next update', fr: 'Prochaine mise à jour', es: 'Próxima actualización', ar: 'التحديث التالي' },
  'correction': { en: 'Correction {n}: {m} values changed', fr: 'Correction {n} : {m} valeurs modifiées', es: 'Corrección {n}: {m} valores cambiados', ar: 'تصحيح رقم {n}: قيم تغيرت {m}' },
  'changes': { en: 'What changed', fr: 'Ce qui a changé', es: 'Qué cambió', ar: 'ما الذي تغير' },
  'was-now': { en: '{was} → {now}', fr: '{was} → {now}', es: '{was} → {now}', ar: '{was} ← {now}' },
  'absent': { en: 'not there', fr: 'absent', es: 'ausente', ar: 'غائب' },
  'version': { en: 'Version for readers who may see less', fr: 'Version pour lecteurs à accès restreint', es: 'Versión para lectores con acceso restringido', ar: 'نسخة لقراء أقل اطلاعا' },
  'shown': { en: 'Showing {n} of {all}.', fr: '{n} affichés sur {all}.', es: 'Se muestran {n} de {all}.', ar: 'عرض {n} من {all}.' },
  'latin': {
    en: 'NOTE: Arabic script is written here in Latin letters, sound by sound and without short vowels. The Word and PDF versions hold the Arabic.',
    fr: 'NOTE : l’écriture arabe est rendue ici en lettres latines, son par son et sans voyelles brèves. Les versions Word et PDF contiennent l’arabe.',
    es: 'NOTA: la escritura árabe se da aquí en letras latinas, sonido por sonido y sin vocales breves. Las versiones Word y PDF contienen el árabe.',
    ar: 'ملاحظة: كُتب النص العربي هنا بحروف لاتينية صوتا بصوت وبلا حركات قصيرة. نسختا Word وPDF تحملان النص العربي.',
  },
  'page': { en: 'page {n} of {all}', fr: 'page {n} sur {all}', es: 'página {n} de {all}', ar: 'صفحة {n} من {all}' },
  'mark.unverified': { en: 'UNVERIFIED', fr: 'NON VÉRIFIÉ', es: 'NO VERIFICADO', ar: 'غير مؤكد' },
  'mark.late': { en: 'LATE', fr: 'TARDIF', es: 'TARDÍO', ar: 'متأخر' },
  'mark.missing': { en: '!', fr: '!', es: '!', ar: '!' },
}

/** The marking line of a handling, in a language. */
export function markingIn(handling: Pick<Handling, 'level' | 'compartments' | 'caveats'>, locale: Locale): string {
  const level = documentTexts[`level.${handling.level}`]
  return [level ? inLocale(level, locale) : handling.level, handling.compartments.join(' '), handling.caveats.join(' ')].filter((part) => part !== '').join(' // ')
}

/** A mark in front of a line, in a language; undefined for those the line itself says in words. */
export function markIn(mark: Mark | undefined, locale: Locale): string | undefined {
  const text = mark === undefined ? undefined : documentTexts[`mark.${mark}`]
  return text && inLocale(text, locale)
}

/** A product as it is written down. `time` prints an instant (ISO 8601 UTC). */
export function documentOf(product: Product, about: { ref: string; handling: Handling }, time: (iso: string) => string): ReportDocument {
  const { language, changes = [], correction } = product
  const say = (key: string, values?: Record<string, string | number>): string => translate(documentTexts, language, key, values)
  const own = markingIn(about.handling, language)
  const facts: [string, string][] = [
    ...(product.period ? [[say('period'), `${time(product.period.from)} – ${time(product.period.to)}`] as [string, string]] : []),
    [say('made'), time(product.madeAt)],
    [say('released'), product.released ? say('by', { at: time(product.released.at), name: product.released.name }) : say('draft')],
    ...(product.contact ? [[say('contact'), product.contact] as [string, string]] : []),
    ...(product.nextUpdate ? [[say('next'), time(product.nextUpdate)] as [string, string]] : []),
    ...(product.tearOf ? [[say('version'), own] as [string, string]] : []),
  ]
  const told = rowsTogether(changes)
  const corrected: ReportDocument['sections'] = correction === undefined ? [] : [{
    id: 'changes', title: say('correction', { n: correction, m: changes.length }), marking: null,
    blocks: [{ type: 'list', lines: told.slice(0, 100).map((one) => ({ runs: [{ text: `${product.sections.find((section) => section.id === one.section)?.title ?? one.section}: ${say('was-now', { was: one.was || say('absent'), now: one.now || say('absent') })}` }] })), ...(told.length > 100 ? { more: say('shown', { n: 100, all: told.length }) } : {}) }],
  }]
  return {
    language, ...(product.type === 'HOM' ? { dense: true } : {}), marking: own, watermark: product.exercise ? say('exercise') : null, mission: product.mission, title: product.title, facts,
    // Of a report in Arabic it is said in the working languages: the note in Arabic could not be read in Latin letters.
    latin: (language === 'ar' ? ['en', 'fr'] as const : [language]).map((one) => translate(documentTexts, one, 'latin')),
    sections: [...corrected, ...product.sections.filter((section) => section.blocks.length > 0).map((section) => {
      const mark = markingIn(section.handling, language)
      return { id: section.id, title: section.title, marking: mark === own ? null : mark, blocks: section.blocks.map((block) => blockOf(block, language, say)) }
    })],
    footer: `${about.ref} · ${inLocale(texts[`type.${product.type}`] ?? { en: product.type, fr: product.type }, language)} · ${time(product.madeAt)}`,
    page: inLocale(documentTexts['page'] as { en: string; fr: string }, language),
  }
}

/** The cells of a line that came or went as a whole are one change: nobody reads eight of them one by one. */
function rowsTogether(changes: readonly Changed[]): Changed[] {
  const out: Changed[] = []
  const rows = new Map<string, Changed>()
  for (const one of changes) {
    const way = one.now === '' ? 'gone' : one.was === '' ? 'come' : null
    const dot = one.fact.indexOf('.')
    const key = way === null || dot < 0 ? null : JSON.stringify([one.section, one.fact.slice(0, dot), way])
    const row = key === null ? undefined : rows.get(key)
    if (row) {
      row.was = [row.was, one.was].filter((text) => text !== '').join(' · ')
      row.now = [row.now, one.now].filter((text) => text !== '').join(' · ')
    } else {
      const made = { ...one }
      out.push(made)
      if (key !== null) {
        rows.set(key, made)
      }
    }
  }
  return out
}

function blockOf(block: Block, locale: Locale, say: (key: string, values?: Record<string, string | number>) => string): DocumentBlock {
  const lines = block.lines ?? []
  const more = block.total !== undefined && block.total > lines.length ? { more: say('shown', { n: lines.length, all: block.total }) } : {}
  switch (block.type) {
    case 'list':
      return { type: 'list', lines: lines.map((line) => ({ runs: runsOf(line.pieces), mark: markIn(line.mark, locale) })), ...more }
    case 'table':
      return { type: 'table', head: block.head ?? [], rows: lines.map((line) => ({ cells: (line.cells ?? []).map(runsOf), mark: markIn(line.mark, locale) })), ...more }
    default:
      return { type: 'text', runs: runsOf(block.pieces) }
  }
}

function runsOf(pieces: readonly Piece[] = []): Run[] {
  return pieces.map((piece) => (typeof piece === 'string' ? { text: piece } : { text: piece.text, bound: true }))
}

