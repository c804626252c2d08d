import { useRef, useState } from 'react'
import { api, Card, Link, ProblemNotice, useTexts } from '../../../../web/face.ts'
import type { RecordView } from '../../../../web/face.ts'
import { ROWS } from './tak.texts.ts'

/** Data packages: put one on the node; the record it becomes offers it to devices. */
export function FilesCard() {
  const tt = useTexts(ROWS)
  const input = useRef<HTMLInputElement>(null)
  const [busy, setBusy] = useState(false)
  const [kept, setKept] = useState<RecordView | null>(null)
  const [error, setError] = useState<unknown>(null)
  const send = async (file: File) => {
    setError(null)
    setKept(null)
    setBusy(true)
    const form = new FormData()
    form.append('file', file, file.name)
    try {
      setKept(await api<RecordView>('/api/tak/packages', { method: 'POST', form }))
    } catch (problem) {
      setError(problem)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Card title={tt('files')} id="files" side={<Link className="small" to="/k/data-package">{tt('files.all')}</Link>}>
      <div className="stack tight">
        <p className="quiet">{tt('files.lead')}</p>
        <div className="row wrap">
          <input ref={input} type="file" accept=".zip,application/zip" className="sr" tabIndex={-1} aria-label={tt('files.add')} onChange={(e) => { const [file] = e.target.files ?? []; e.target.value = ''; if (file) { void send(file) } }} />
          <button type="button" className="btn" disabled={busy} onClick={() => input.current?.click()}>{tt(busy ? 'files.busy' : 'files.add')}</button>
          <span role="status" className="small">{kept && <>{tt('files.kept')} <Link to={`/records/${kept.ref}`}><bdi className="mono">{kept.ref}</bdi></Link></>}</span>
        </div>
        {error !== null && <ProblemNotice error={error} />}
      </div>
    </Card>
  )
}
