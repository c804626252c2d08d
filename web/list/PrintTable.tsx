import { useEffect } from 'react'
import { createPortal } from 'react-dom'
import type { CopyTable } from './copy.ts'

/** The rows on paper: marked above and below every page's table, with what was left out said. Prints itself and goes. */
export function PrintTable({ table, cut, onDone }: { table: CopyTable; cut: string | null; onDone(): void }) {
  useEffect(() => {
    document.body.classList.add('printing-list')
    const end = () => onDone()
    window.addEventListener('afterprint', end, { once: true })
    window.print()
    return () => {
      window.removeEventListener('afterprint', end)
      document.body.classList.remove('printing-list')
    }
    // Once, when it is there; a new onDone does not print anew.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [])
  return createPortal(
    <div className="printsheet" dir={table.dir} lang={table.lang}>
      <p className="printnote">{table.note}{cut && <> · <strong>{cut}</strong></>}</p>
      <table>
        <thead>
          <tr><th colSpan={table.heads.length} className="printmark">{table.marking}</th></tr>
          <tr>{table.heads.map((head) => <th key={head}>{head}</th>)}</tr>
        </thead>
        <tfoot><tr><td colSpan={table.heads.length} className="printmark">{table.marking}</td></tr></tfoot>
        <tbody>{table.rows.map((row, i) => <tr key={i}>{row.map((cell, k) => <td key={k} dir="auto">{cell}</td>)}</tr>)}</tbody>
      </table>
    </div>,
    document.body,
  )
}
