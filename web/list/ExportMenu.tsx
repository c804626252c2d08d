import { Download } from 'lucide-react'
import { Dialog, DropdownMenu } from 'radix-ui'
import { useState } from 'react'
import type { Query } from '../../core/query.ts'
import { apiFile } from '../api/http.ts'
import { conditions, queryParams } from '../api/query.ts'
import { useWords } from '../i18n/i18n.tsx'
import { ProblemNotice } from '../shell/ProblemNotice.tsx'

const FORMATS = [['csv', 'CSV'], ['xlsx', 'Excel (XLSX)'], ['geojson', 'GeoJSON'], ['kml', 'KML']] as const

/** Hand a file to the browser to keep. */
export function saveFile(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

/** Take what is listed out of the building: asks what for, which is recorded. */
export function ExportMenu({ query, total }: { query: Query; total: number }) {
  const { t, number } = useWords()
  const [format, setFormat] = useState<string | null>(null)
  const [purpose, setPurpose] = useState('')
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  async function run() {
    setBusy(true)
    setError(null)
    try {
      const params = queryParams(conditions(query))
      params.set('format', format ?? 'csv')
      params.set('purpose', purpose.trim())
      const { blob, name } = await apiFile(`/api/export?${params.toString()}`, { purpose: purpose.trim() })
      saveFile(blob, name)
      setFormat(null)
    } catch (problem) {
      setError(problem)
    }
    setBusy(false)
  }
  return (
    <>
      <DropdownMenu.Root>
        <DropdownMenu.Trigger className="btn"><Download size={15} aria-hidden="true" />{t('export.title')}</DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content className="menu" align="end" sideOffset={4}>
            {FORMATS.map(([id, name]) => <DropdownMenu.Item key={id} className="item" onSelect={() => setFormat(id)}>{name}</DropdownMenu.Item>)}
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
      <Dialog.Root open={format !== null} onOpenChange={(open) => { if (!open) { setFormat(null) } }}>
        <Dialog.Portal>
          <Dialog.Overlay className="scrim" />
          <Dialog.Content className="dialog" aria-describedby={undefined}>
            <Dialog.Title asChild><h2>{t('export.title')} · {format?.toUpperCase()}</h2></Dialog.Title>
            <form className="stack" onSubmit={(e) => { e.preventDefault(); void run() }}>
              <p>{t('export.what', { n: number(total) })}</p>
              <div className="field"><label htmlFor="export-purpose">{t('record.purpose')}</label><input id="export-purpose" className="input" dir="auto" required minLength={5} value={purpose} onChange={(e) => setPurpose(e.target.value)} /><span className="hint">{t('export.why')}</span></div>
              {error !== null && <ProblemNotice error={error} kept={t('form.kept')} />}
              <div className="row"><button type="submit" className="btn primary" disabled={busy}>{t('export.do')}</button><button type="button" className="btn" onClick={() => setFormat(null)}>{t('common.cancel')}</button></div>
            </form>
          </Dialog.Content>
        </Dialog.Portal>
      </Dialog.Root>
    </>
  )
}
