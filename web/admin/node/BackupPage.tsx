import { useState } from 'react'
import { queryClient } from '../../api/client.ts'
import { api } from '../../api/http.ts'
import { useJob } from '../../api/queries.ts'
import { useTexts, useWords } from '../../i18n/i18n.tsx'
import { Told } from '../../refusals/Told.tsx'
import { Age, Card, FullTime, Skeleton } from '../../shell/parts.tsx'
import { ProblemNotice } from '../../shell/ProblemNotice.tsx'
import { toast } from '../../shell/toasts.tsx'
import { useNow } from '../../time/now.ts'
import { size } from '../../time/size.ts'
import { useBackups } from '../states.ts'
import type { BackupItem, BackupPlan, BackupTrial } from '../types.ts'
import { ROWS } from './node.texts.ts'

const LATE_MS = 26 * 3_600_000
const HOURS = Array.from({ length: 24 }, (_one, hour) => hour)

/** Backups of this node: made, tried, planned; how to go back to one. */
export function BackupPage() {
  const tt = useTexts(ROWS)
  const { locale } = useWords()
  const now = useNow(60_000)
  const backups = useBackups()
  const [id, setId] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)
  const job = useJob(id)
  const running = job.data?.state === 'running'
  if (id !== null && job.data && !running) {
    setId(null)
    setError(job.data.problem ?? null)
    void queryClient.invalidateQueries({ queryKey: ['admin'] })
  }
  const begin = (path: string) => {
    setError(null)
    void api<{ job: string }>(path, { method: 'POST' }).then((started) => setId(started.job), setError)
  }
  const data = backups.data
  const newest = data?.items[0]
  return (
    <div className="page narrowpage stack">
      <header className="row wrap"><div className="grow"><h1>{tt('backup.title')}</h1><p className="quiet">{tt('backup.lead')}</p></div><button type="button" className="btn primary" disabled={id !== null} onClick={() => begin('/api/admin/backups')}>{tt('backup.now')}</button></header>
      {(error ?? backups.error) ? <ProblemNotice error={error ?? backups.error} /> : null}
      {running && job.data && <p role="status"><progress max={Math.max(1, job.data.progress.total)} value={job.data.progress.done} /> {tt('running', { done: job.data.progress.done, total: job.data.progress.total })}</p>}
      {!data && !backups.error && <Skeleton lines={5} />}
      {data && (
        <>
          {!newest && <p className="notice warning">{tt('backup.never')}</p>}
          {newest && now - Date.parse(newest.createdAt) > LATE_MS && <p className="notice warning">{tt('backup.late')}</p>}
          {data.failure && <div className="notice critical"><div><strong>{tt('backup.failed')}</strong> <FullTime at={data.failure.at} /><p><Told text={data.failure.detail} /></p></div></div>}
          <Plan key={JSON.stringify(data.plan)} plan={data.plan} />
          <Card title={tt('backup.list')} id="backups"><div className="stack">
            <p className="quiet small">{tt('backup.count', { n: data.items.length, all: data.total })} · {tt('backup.try.hint')}</p>
            {data.items.length > 0 && <table className="admintable stackable"><thead><tr><th>{tt('backup.made')}</th><th>{tt('backup.size')}</th><th>{tt('backup.trial')}</th><th><span className="sr">{tt('backup.try')}</span></th></tr></thead><tbody>{data.items.map((one) => (
              <tr key={one.name}><td><FullTime at={one.createdAt} /><div className="quiet small mono ltr">{one.name}</div></td><td>{size(one.bytes, locale)}<Maps maps={one.maps} /></td><td><Trial trial={one.trial} /></td><td><button type="button" className="btn small" aria-label={`${tt('backup.try')} ${one.name}`} disabled={id !== null} onClick={() => begin(`/api/admin/backups/${one.name}/trial`)}>{tt('backup.try')}</button></td></tr>
            ))}</tbody></table>}
            <dl className="factlist"><dt>{tt('backup.folder')}</dt><dd className="mono ltr">{data.folder}</dd></dl>
            <p className="quiet small">{tt('backup.folder.hint')}</p>
          </div></Card>
          {newest && <Card title={tt('backup.restore')} id="restore"><div className="stack"><p className="quiet">{tt('backup.restore.hint')}</p><code className="cmdline ltr" dir="ltr">bin/vigie restore {data.folder}/{newest.name} --data {data.dataDir} --force</code></div></Card>}
        </>
      )}
    </div>
  )
}

/** Whether the maps the mission added are in it, and which the disk had no room for. */
function Maps({ maps }: { maps: BackupItem['maps'] }) {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  if (!maps) {
    return <div className="quiet small">{tt('backup.maps.none')}</div>
  }
  return (
    <>
      {maps.files > 0 && <div className="quiet small">{tt('backup.maps.in', { n: number(maps.files) })}</div>}
      {maps.leftOut.length > 0 && <div className="small"><span className="tag warning">{tt('backup.maps.out')}</span> <bdi className="mono">{maps.leftOut.join(', ')}</bdi></div>}
    </>
  )
}

function Trial({ trial }: { trial: BackupTrial | null }) {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  if (!trial) {
    return <span className="quiet">{tt('backup.untried')}</span>
  }
  if (!trial.ok) {
    return <><span className="tag critical">{tt('backup.bad')}</span> <span className="small">{trial.detail}</span></>
  }
  return <><span className="tag ok">{trial.restored ? tt('backup.tried', { n: number(trial.records) }) : tt('backup.compared')}</span> <span className="quiet small"><Age at={trial.at} /></span></>
}

function Plan({ plan }: { plan: BackupPlan }) {
  const tt = useTexts(ROWS)
  const [next, setNext] = useState(plan)
  const [error, setError] = useState<unknown>(null)
  async function save() {
    setError(null)
    try {
      await api('/api/admin/backup-plan', { method: 'POST', body: next })
      toast(tt('backup.saved'))
      await queryClient.invalidateQueries({ queryKey: ['admin', 'backups'] })
    } catch (problem) {
      setError(problem)
    }
  }
  return (
    <Card title={tt('backup.plan')} id="plan">
      <form className="stack" onSubmit={(e) => { e.preventDefault(); void save() }}>
        <label className="check"><input type="checkbox" checked={next.daily} onChange={(e) => setNext({ ...next, daily: e.target.checked })} />{tt('backup.daily')}</label>
        <label className="check"><input type="checkbox" checked={next.maps} onChange={(e) => setNext({ ...next, maps: e.target.checked })} />{tt('backup.maps')}</label>
        <span className="quiet small">{tt('backup.maps.hint')}</span>
        <div className="adminfilters">
          <div className="field"><label htmlFor="plan-hour">{tt('backup.hour')}</label><select id="plan-hour" className="select" value={next.hour} onChange={(e) => setNext({ ...next, hour: Number(e.target.value) })}>{HOURS.map((hour) => <option key={hour} value={hour}>{String(hour).padStart(2, '0')}:00</option>)}</select></div>
          <div className="field"><label htmlFor="plan-keep">{tt('backup.keep')}</label><input id="plan-keep" type="number" className="input" min={1} max={365} required value={next.keep} onChange={(e) => setNext({ ...next, keep: Number(e.target.value) })} /></div>
          <button type="submit" className="btn">{tt('backup.save')}</button>
        </div>
        <span className="quiet small">{tt('backup.keep.hint')}</span>
        {error !== null && <ProblemNotice error={error} />}
      </form>
    </Card>
  )
}
