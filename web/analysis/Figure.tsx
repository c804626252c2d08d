import { Copy, Download, Table2 } from 'lucide-react'
import { useId, useState } from 'react'
import type { ReactNode } from 'react'
import { useTexts, useWords } from '../i18n/i18n.tsx'
import { saveFile } from '../api/save-file.ts'
import { ProblemNotice } from '../shell/ProblemNotice.tsx'
import { Skeleton } from '../shell/parts.tsx'
import { toast } from '../shell/toasts.tsx'
import type { Counted } from './aggregate.ts'
import { asCsv, asText } from './table-text.ts'
import type { FigureTable } from './table-text.ts'
import { ROWS } from './analysis.texts.ts'

/**
 * A chart in its frame: the finding as its title, what is drawn below it, figures as a table one key (`t`) away, copied or
 * saved. `notes` say of how many it speaks and what was left out; they stand on paper and in the file as well.
 */
export function Figure({ finding, about, table, notes, wide, data, empty, children }: {
  finding: string; about: string; table: FigureTable; notes?: ReactNode; wide?: boolean
  data: { isPending: boolean; error: unknown; refetch(): unknown; data: Counted | undefined }; empty: boolean; children: ReactNode
}) {
  const tt = useTexts(ROWS)
  const { locale } = useWords()
  const [asTable, setAsTable] = useState(false)
  const id = useId()
  const copied = () => { void navigator.clipboard.writeText(`${finding}\n${about}\n${asText(table)}`).then(() => toast(tt('figure.copied'))) }
  const waiting = data.isPending && !data.data
  return (
    <section className="figure" data-wide={wide || undefined} aria-labelledby={id}>
      <header>
        <div className="grow">
          <h2 id={id}>{waiting ? about : finding}</h2>
          <p className="quiet small">{about}</p>
        </div>
        <div className="figuretools noprint">
          <button type="button" className="btn small icon plain" aria-pressed={asTable} title={`${tt('figure.table')} (t)`} aria-label={tt('figure.table')} onClick={() => setAsTable(!asTable)}><Table2 size={15} aria-hidden="true" /></button>
          <button type="button" className="btn small icon plain" title={tt('figure.copy')} aria-label={tt('figure.copy')} onClick={copied}><Copy size={15} aria-hidden="true" /></button>
          <button type="button" className="btn small icon plain" title={tt('figure.csv')} aria-label={tt('figure.csv')} onClick={() => saveFile(new Blob([asCsv(table, [finding, about, data.data?.asOf ?? ''])], { type: 'text/csv' }), `${about.toLocaleLowerCase(locale).replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 60)}.csv`)}><Download size={15} aria-hidden="true" /></button>
        </div>
      </header>
      <div className="figurebody">
        {data.error && !data.data ? <ProblemNotice error={data.error} retry={() => void data.refetch()} /> : waiting ? <Skeleton lines={6} /> : empty ? <p className="quiet figureempty">{tt('figure.empty')}</p> : asTable ? <DataTable table={table} label={about} /> : children}
      </div>
      {notes && <footer className="figurenotes small quiet">{notes}</footer>}
    </section>
  )
}

/** The figures of a chart. */
export function DataTable({ table, label }: { table: FigureTable; label: string }) {
  const { number } = useWords()
  return (
    <div className="figuretable" tabIndex={0} role="region" aria-label={label}>
      <table>
        <thead><tr>{table.head.map((cell, i) => <th key={i} scope="col">{cell}</th>)}</tr></thead>
        <tbody>
          {table.rows.map((row, r) => (
            <tr key={r}>{row.map((cell, i) => (i === 0 ? <th key={i} scope="row" dir="auto">{cell}</th> : <td key={i}>{typeof cell === 'number' ? number(cell) : (cell ?? '—')}</td>))}</tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
