import { useQuery } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { Dialog, DropdownMenu } from 'radix-ui'
import { useState } from 'react'
import type { Query } from '../../core/query.ts'
import { queryClient } from '../api/client.ts'
import { api, ApiProblem, apiFile } from '../api/http.ts'
import { saveFile } from '../api/save-file.ts'
import { conditions, queryParams } from '../api/query.ts'
import { useTexts, useWords } from '../i18n/i18n.tsx'
import { useRefusals } from '../refusals/use-refusals.ts'
import { navigate } from '../router.ts'
import { ProblemNotice, problemTitle } from '../shell/ProblemNotice.tsx'
import { ROWS } from './export.texts.ts'

type ExportJob = { id: string; name: string; state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled'; progress: { done: number; total: number }; waitsFor?: { own: number; others: number }; result?: { count: number; marking: string }; problem?: { title: string; detail: string }; files: string[] }
/** Files of the last day offered again. */
const RECENT = 5

const isUnderWay = ({ state }: ExportJob): boolean => state === 'running' || state === 'waiting'

/** Take what is listed out of the building: asks what for, which is recorded; the file is made in the background. */
export function ExportMenu({ query, total }: { query: Query; total: number }) {
  const { t, number } = useWords()
  const tt = useTexts(ROWS)
  const [format, setFormat] = useState<string | null>(null)
  const [again, setAgain] = useState<string | null>(null)
  const [open, setOpen] = useState(false)
  const recent = useQuery({ queryKey: ['jobs'], enabled: open, queryFn: () => api<{ items: ExportJob[] }>('/api/jobs').then(({ items }) => items) })
  const files = (recent.data ?? []).filter((job) => job.name === 'export' && job.files.length > 0).slice(0, RECENT)
  const underWay = (recent.data ?? []).filter((job) => job.name === 'export' && isUnderWay(job))
  const formats = [['csv', 'CSV'], ['xlsx', 'Excel (XLSX)'], ['gpkg', tt('gpkg')], ['geojson', 'GeoJSON'], ['kml', 'KML'], ['gpx', tt('gpx')]] as const
  return (
    <>
      <DropdownMenu.Root modal={false} open={open} onOpenChange={setOpen}>
        <DropdownMenu.Trigger className="btn"><Download size={15} aria-hidden="true" />{t('export.title')}</DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content className="menu" align="end" sideOffset={4}>
            {formats.map(([id, name]) => <DropdownMenu.Item key={id} className="item" onSelect={() => setFormat(id)}>{name}</DropdownMenu.Item>)}
            <DropdownMenu.Item className="item" onSelect={() => navigate('/connect')}>{tt('live')}</DropdownMenu.Item>
            {underWay.length > 0 && <DropdownMenu.Group><DropdownMenu.Label className="item quiet small">{tt('underWay')}</DropdownMenu.Label>{underWay.map((job) => <DropdownMenu.Item key={job.id} className="item" onSelect={() => setAgain(job.id)}>{job.state === 'waiting' ? tt('waiting') : tt('making', { done: number(job.progress.done), total: number(job.progress.total) })}</DropdownMenu.Item>)}</DropdownMenu.Group>}
            {files.length > 0 && <DropdownMenu.Group><DropdownMenu.Label className="item quiet small">{tt('recent')}</DropdownMenu.Label>{files.map((job) => <DropdownMenu.Item key={job.id} className="item" onSelect={() => void fetchFile(job)}><span dir="ltr">{job.files[0]}</span></DropdownMenu.Item>)}</DropdownMenu.Group>}
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
      {format !== null && <ExportDialog key={format} format={format} query={query} total={total} onClose={() => setFormat(null)} />}
      {again !== null && <ExportDialog key={again} begun={again} format="" query={query} total={total} onClose={() => setAgain(null)} />}
    </>
  )
}

async function fetchFile(job: ExportJob): Promise<void> {
  const [file = ''] = job.files
  const { blob } = await apiFile(`/api/jobs/${encodeURIComponent(job.id)}/${encodeURIComponent(file)}`)
  saveFile(blob, file)
}

/** `begun`: an export that was asked for before. */
function ExportDialog({ format, query, total, begun = null, onClose }: { format: string; query: Query; total: number; begun?: string | null; onClose(): void }) {
  const words = useWords()
  const { t, number } = words
  const tt = useTexts(ROWS)
  const [purpose, setPurpose] = useState('')
  const [id, setId] = useState<string | null>(begun)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const job = useQuery({ queryKey: ['job', id], enabled: id !== null, queryFn: () => api<ExportJob>(`/api/jobs/${encodeURIComponent(id ?? '')}`), refetchInterval: (q) => (q.state.data && !isUnderWay(q.state.data) ? false : 400), staleTime: 0 })
  const now = job.data
  const say = useRefusals(now?.state === 'failed')
  async function guarded(work: () => Promise<void>) {
    setBusy(true)
    setError(null)
    try {
      await work()
    } catch (problem) {
      setError(problem)
    }
    setBusy(false)
  }
  const run = () => guarded(async () => {
    const params = queryParams(conditions(query))
    params.set('format', format)
    params.set('purpose', purpose.trim())
    setId((await api<{ job: string }>(`/api/export?${params.toString()}`, { method: 'POST', purpose: purpose.trim() })).job)
    void queryClient.invalidateQueries({ queryKey: ['jobs'] })
  })
  return (
    <Dialog.Root open onOpenChange={(open) => { if (!open) { onClose() } }}>
      <Dialog.Portal>
        <Dialog.Overlay className="scrim" />
        <Dialog.Content className="dialog" aria-describedby={undefined}>
          <Dialog.Title asChild><h2>{t('export.title')}{format !== '' && ` · ${format.toUpperCase()}`}</h2></Dialog.Title>
          {id === null && (
            <form className="stack" onSubmit={(e) => { e.preventDefault(); void run() }}>
              <p>{t('export.what', { n: number(total) })}</p>
              {format === 'gpx' && <p className="quiet">{tt('gpx.only')}</p>}
              <div className="field"><label htmlFor="export-purpose">{t('record.purpose')}</label><input id="export-purpose" className="input" dir="auto" required minLength={5} value={purpose} onChange={(e) => setPurpose(e.target.value)} /><span className="hint">{t('export.why')}</span></div>
              {error !== null && <ProblemNotice error={error} kept={t('form.kept')} />}
              <div className="row"><button type="submit" className="btn primary" disabled={busy}>{t('export.do')}</button><button type="button" className="btn" onClick={onClose}>{t('common.cancel')}</button></div>
            </form>
          )}
          {id !== null && (
            <div className="stack" role="status">
              {(!now || isUnderWay(now)) && (
                <>
                  <strong>{now?.waitsFor ? tt('waits', { own: number(now.waitsFor.own), others: number(now.waitsFor.others) }) : tt('making', { done: number(now?.progress.done ?? 0), total: number(now?.progress.total || total) })}</strong>
                  <progress max={Math.max(1, now?.progress.total || total)} value={now?.progress.done ?? 0} aria-label={t('export.title')} />
                  <p className="quiet small">{tt('leave')}</p>
                  <div className="row"><button type="button" className="btn" onClick={() => void guarded(async () => { await api(`/api/jobs/${encodeURIComponent(id)}`, { method: 'DELETE' }); await job.refetch() })}>{tt('stop')}</button><button type="button" className="btn" onClick={onClose}>{t('common.close')}</button></div>
                </>
              )}
              {now?.state === 'done' && now.result && (
                <>
                  <p>{tt('ready', { count: number(now.result.count), marking: now.result.marking })}</p>
                  <div className="row"><button type="button" className="btn primary" disabled={busy} onClick={() => void guarded(async () => { await fetchFile(now); onClose() })}>{tt('fetch')}</button><button type="button" className="btn" onClick={onClose}>{t('common.close')}</button></div>
                </>
              )}
              {now?.state === 'cancelled' && <p>{tt('stopped')}</p>}
              {now?.state === 'failed' && <div className="notice critical" role="alert"><div><strong>{problemTitle(new ApiProblem(500, now.problem ?? {}), words)}</strong><p dir="auto">{say(now.problem?.detail ?? '').text}</p></div></div>}
              {(error !== null || job.error) && <ProblemNotice error={error ?? job.error} retry={() => void job.refetch()} />}
              {now && (now.state === 'failed' || now.state === 'cancelled') && <div className="row"><button type="button" className="btn" onClick={() => setId(null)}>{t('common.back')}</button></div>}
            </div>
          )}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
