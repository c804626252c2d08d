import { useEffect } from 'react'
import { queryClient } from '../api/client.ts'
import { api, apiFile } from '../api/http.ts'
import { useTexts, useWords } from '../i18n/i18n.tsx'
import { Link } from '../link.tsx'
import { saveFile } from '../api/save-file.ts'
import { useRefusals } from '../refusals/use-refusals.ts'
import { ROWS } from './import.texts.ts'
import type { Job } from './types.ts'

const SHOWN = 50

/** How far a run is, and what came of it. `onRun` imports what was tried. */
export function RunResult({ job, onRun }: { job: Job; onRun: (() => void) | null }) {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const say = useRefusals(job.problem !== undefined || (job.result?.errors.length ?? 0) > 0)
  const { result, progress, id } = job
  const dry = job.name === 'import-try'
  const finished = job.state !== 'running'
  useEffect(() => {
    if (finished && !dry) {
      void queryClient.invalidateQueries({ queryKey: ['records'] })
      void queryClient.invalidateQueries({ queryKey: ['imports'] })
    }
  }, [finished, dry])
  const rejected = job.files.includes('rejected.csv') && <button type="button" className="btn small" onClick={() => void apiFile(`/api/jobs/${encodeURIComponent(id)}/rejected.csv`).then(({ blob, name }) => saveFile(blob, name))}>{tt('download')}</button>
  if (!finished) {
    return (
      <section className="card"><div className="body stack" role="status">
        <strong>{tt(dry ? 'running-dry' : 'running')}</strong>
        <progress max={Math.max(1, progress.total)} {...(progress.total > 0 ? { value: progress.done } : {})} aria-label={tt('running')} />
        <span className="row"><span className="quiet small grow">{tt('leave')}</span><button type="button" className="btn small" onClick={() => void api(`/api/jobs/${encodeURIComponent(id)}`, { method: 'DELETE' })}>{tt('stop')}</button></span>
      </div></section>
    )
  }
  if (!result) {
    const stopped = job.state === 'cancelled'
    return <div className={`notice ${stopped ? 'warning' : 'critical'}`} role="alert"><div className="grow"><strong>{stopped ? tt('stopped') : tt('failed')}</strong>{job.problem && <p dir="auto">{say(job.problem.detail).text}</p>}</div>{rejected}</div>
  }
  const figures = (['read', 'added', 'changed', 'unchanged', 'rejected'] as const).map((key) => ({ key, n: result[key] as number }))
  const suspected = result.suspected.length + result.suspectedLeftOut
  const errors = result.errors.length + result.errorsLeftOut
  return (
    <section className="card" aria-labelledby="run-result"><header><h3 id="run-result" className="grow">{tt(dry ? 'would' : 'done')}</h3>{dry && onRun && <button type="button" className="btn small primary" onClick={onRun}>{tt('run')}</button>}{!dry && <Link className="btn small" to="/?t=all">{tt('see')}</Link>}</header><div className="body stack" role="status">
      <dl className="figures">
        {figures.map(({ key, n }) => <div key={key} data-bad={(key === 'rejected' && n > 0) || undefined}><dt>{tt(`n.${key}`)}</dt><dd>{number(n)}</dd></div>)}
        {suspected > 0 && <div><dt>{tt('n.suspected')}</dt><dd>{number(suspected)}</dd></div>}
      </dl>
      {errors > 0 && (
        <>
          <div className="row wrap"><strong className="grow">{tt('errors', { n: number(errors), shown: number(Math.min(SHOWN, result.errors.length)) })}</strong>{rejected}</div>
          <p className="quiet small">{tt('errors.lead')}</p>
          <div className="previewbox" tabIndex={0} role="region" aria-label={tt('problem')}><table><thead><tr><th scope="col">{tt('row')}</th><th scope="col">{tt('column')}</th><th scope="col">{tt('value')}</th><th scope="col">{tt('problem')}</th><th scope="col">{tt('fix')}</th></tr></thead>
            <tbody>{result.errors.slice(0, SHOWN).map((e, i) => <tr key={i}><td>{e.row}</td><td dir="auto">{e.column}</td><td dir="auto">{e.value}</td><td dir={say(e.problem).dir} className="wraps">{say(e.problem).text}</td><td dir={say(e.fix).dir} className="wraps">{say(e.fix).text}</td></tr>)}</tbody></table></div>
        </>
      )}
      {suspected > 0 && (
        <>
          <strong>{tt('suspects', { n: number(suspected), shown: number(Math.min(SHOWN, result.suspected.length)) })}</strong>
          <div className="previewbox" tabIndex={0} role="region" aria-label={tt('n.suspected')}><table><tbody>{result.suspected.slice(0, SHOWN).map((one) => <tr key={one.row}><td>{one.row}</td><td dir="auto" className="wraps">{one.title}</td><td>{one.refs.map((ref) => <Link key={ref} to={`/records/${encodeURIComponent(ref)}`} className="mono">{ref} </Link>)}</td></tr>)}</tbody></table></div>
        </>
      )}
    </div></section>
  )
}
