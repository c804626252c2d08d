import { useQuery } from '@tanstack/react-query'
import { api, Card, Link, serverNow, usePermits, useSession, useTexts, useWords } from '../../../web/face.ts'
import type { RecordView } from '../../../web/face.ts'
import type { Technology } from '../shared/model.ts'
import { endings, standingIn } from '../shared/where.ts'
import { ROWS } from './where.texts.ts'
import './where.css'

type AreaItem = { id: string; name: string; type: string; parent: string | null }

/** What ends soon, and area by area which technology may work and why another may not. */
export function WhereCards({ records }: { records: readonly RecordView[] }) {
  const tt = useTexts(ROWS)
  const { label, number } = useWords()
  const { mission } = useSession()
  const permits = usePermits()
  const areas = useQuery({ queryKey: ['areas'], queryFn: () => api<{ items: AreaItem[] }>('/api/areas').then((r) => r.items), staleTime: 300_000 })
  const technologies = records.map((record) => ({ record, tech: record.data as unknown as Technology }))
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: mission.zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(serverNow())
  const ends = endings(technologies.map((one) => one.tech), today)
  const all = areas.data ?? []
  const sectors = all.filter((area) => area.type === 'sector').sort((a, b) => a.name.localeCompare(b.name))
  const entryOf = (code: string) => technologies.find((one) => one.tech.code === code)
  const why = (code: string) => {
    const permit = permits.data?.find((one) => one.code === code)
    return permit ? label(`permit.${permit.reason}`, permit.because).replace(/\{(\w+)\}/g, (whole, name: string) => permit.params[name] ?? whole) : '…'
  }
  return (
    <>
      <Card title={tt('ends')} id="ends" side={<button type="button" className="btn small noprint" onClick={() => window.print()}>{tt('print')}</button>}>
        {ends.length === 0 && <p className="quiet">{tt('ends.none')}</p>}
        {([30, 60, 90] as const).map((within) => {
          const here = ends.filter((end) => end.within === within)
          return here.length === 0 ? null : (
            <section key={within} aria-label={tt('within', { n: within })}>
              <h4>{tt('within', { n: within })}</h4>
              <ul className="endings">{here.map((end) => <li key={end.code + end.what}><span className={`tag${within === 30 ? ' warning' : ''}`}>{end.days < 0 ? tt('over') : tt('days', { n: end.days })}</span> <Link to={`/records/${encodeURIComponent(entryOf(end.code)?.record.ref ?? '')}`}><bdi>{entryOf(end.code)?.tech.name ?? end.code}</bdi></Link>: {tt(`end.${end.what}`, { day: end.day })}</li>)}</ul>
            </section>
          )
        })}
      </Card>
      <Card title={tt('where')} id="where">
        {sectors.length === 0 ? <p className="quiet">{tt('no-areas')}</p> : (
          <div className="wherebox" tabIndex={0} role="region" aria-label={tt('where')}>
            <table>
              <thead><tr><th scope="col">{tt('technology')}</th>{sectors.map((area) => <th key={area.id} scope="col" dir="auto">{area.name} <span className="quiet">{number(technologies.filter(({ tech }) => standingIn(area.id, tech, permits.data?.find((p) => p.code === tech.code), all).may).length)}/{number(technologies.length)}</span></th>)}</tr></thead>
              <tbody>
                {technologies.map(({ record, tech }) => (
                  <tr key={record.id}>
                    <th scope="row" dir="auto">{tech.name}</th>
                    {sectors.map((area) => {
                      const standing = standingIn(area.id, tech, permits.data?.find((p) => p.code === tech.code), all)
                      return <td key={area.id} data-why={standing.why}>{standing.why === 'permit' ? tt('why.permit', { why: why(tech.code) }) : tt(`why.${standing.why}`)}</td>
                    })}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
        <p className="hint noprint">{tt('where.map')}</p>
      </Card>
    </>
  )
}
