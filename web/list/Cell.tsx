import { Suspense } from 'react'
import type { ReactNode } from 'react'
import type { RecordView } from '../api/types.ts'
import { useAreas } from '../api/queries.ts'
import { useWords, type Words } from '../i18n/i18n.tsx'
import { isOwnRef } from '../outbox/unsent.ts'
import { titleFor } from '../record/title.ts'
import { codeWords, slot } from '../registry.ts'
import { Age, DayTime, Severity, Unverified } from '../shell/parts.tsx'
import { dayTime } from '../time/format.ts'
import { marked, snippetOf } from './marks.ts'
import { cellText, fieldOf } from './table.ts'

/** What words for a cell are made of: language, names of areas, the mission's zone. */
export type CellWords = Pick<Words, 't' | 'locale'> & { areas: ReadonlyMap<string, string>; zone: string }

/** A cell as one line of text: what is copied and printed. */
export function cellWords(kind: string, record: RecordView, id: string, { t, locale, areas, zone }: CellWords): string {
  switch (id) {
    case '#ref':
      return record.ref
    case '#title':
      return titleFor(record, locale)
    case '#severity':
      return record.severity > 0 ? String(record.severity) : ''
    case '#happened':
      return record.happened ? dayTime(Date.parse(record.happened.from), zone, locale) : ''
    case '#reported':
      return record.reported ? dayTime(Date.parse(record.reported), zone, locale) : ''
    case '#logged':
      return dayTime(Date.parse(record.createdAt), zone, locale)
    case '#workflow':
      return t(`workflow.${record.workflow}`)
    case '#veracity':
      return record.veracity ? t(`veracity.${record.veracity}`) : ''
    case '#handling':
      return t(`level.${record.handling.level}`)
    case '#author':
      return record.createdByName ?? ''
    case '#area':
      return areas.get(record.area ?? '') ?? ''
    case '#updated':
      return dayTime(Date.parse(record.updatedAt), zone, locale)
    default: {
      const added = addedColumn(kind, id)
      if (added) {
        return added.words(record, locale)
      }
      const value = fieldOf(record, id)
      const one = (v: string) => (id === 'parent' || id === 'area' ? areas.get(v) : undefined) ?? codeWords(kind, id, v, locale)
      return typeof value === 'string' || typeof value === 'boolean' ? one(String(value)) : Array.isArray(value) ? value.map((v) => (typeof v === 'string' ? codeWords(kind, id, v, locale) : cellText(v))).join(', ') : cellText(value)
    }
  }
}

/** A text with what was searched for marked in it. */
export function Marked({ text, words }: { text: string; words: readonly string[] }): ReactNode {
  return words.length === 0 ? text : marked(text, words).map((piece, i) => (piece.hit ? <mark key={i}>{piece.text}</mark> : piece.text))
}

/** One cell of the table. `words` are those searched for. */
export function Cell({ kind, record, id, words, context }: { kind: string; record: RecordView; id: string; words: readonly string[]; context: CellWords }) {
  switch (id) {
    case '#ref':
      return <><span className="mono ltr"><Marked text={record.ref} words={words} /></span>{isOwnRef(record.ref) && <> <span className="tag accent">{context.t('offline.waits')}</span></>}</>
    case '#title':
      return <TitleCell record={record} words={words} />
    case '#severity':
      return <Severity value={record.severity} />
    case '#happened':
      return record.happened ? <DayTime at={record.happened.from} /> : <span className="quiet">—</span>
    case '#reported':
      return record.reported ? <DayTime at={record.reported} /> : <span className="quiet">—</span>
    case '#logged':
      return <DayTime at={record.createdAt} />
    case '#veracity':
      return record.veracity ? <><Unverified record={record} /> {['reported', 'refuted'].includes(record.veracity) ? '' : context.t(`veracity.${record.veracity}`)}</> : null
    case '#updated':
      return <Age at={record.updatedAt} />
    default: {
      const added = addedColumn(kind, id)
      return added ? <Suspense><added.Cell record={record} /></Suspense> : <span className="cut celltext" dir="auto"><Marked text={cellWords(kind, record, id, context)} words={words} /></span>
    }
  }
}

function addedColumn(kind: string, id: string) {
  return slot('tableColumns').find((c) => c.kind === kind && c.id === id)
}

/** The title, and where a hit is when the title does not show it. */
function TitleCell({ record, words }: { record: RecordView; words: readonly string[] }) {
  const title = titleFor(record, useWords().locale)
  const inTitle = words.length === 0 || marked(title, words).some((piece) => piece.hit)
  const snippet = inTitle ? null : snippetOf(Object.entries(record.data).filter(([key, value]) => key !== 'title' && typeof value === 'string').map(([, value]) => String(value)), words)
  return (
    <span className={snippet === null ? 'celltext' : 'withsnippet'}>
      <strong className="plainstrong cut" dir="auto"><Marked text={title} words={words} /></strong>
      {snippet !== null && <span className="snippet quiet cut" dir="auto"><Marked text={snippet} words={words} /></span>}
    </span>
  )
}

/** What cells are worded with, for the language and mission in force. */
export function useCellWords(zone: string): CellWords {
  const { t, locale } = useWords()
  const areas = useAreas().data
  return { t, locale, zone, areas: new Map((areas ?? []).map((area) => [area.id, area.name])) }
}
