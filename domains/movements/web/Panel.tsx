import { Truck } from 'lucide-react'
import { clockLocal, clockZ, Link, useMoment, useNow, useSession, useTexts, useWords } from '../../../web/face.ts'
import { stateOf } from '../shared/movement.ts'
import { Words } from './BoardWords.tsx'
import { Lamp } from './Lamp.tsx'
import { ROWS } from './panel.texts.ts'
import { countOf, inOrder, useMovements, useMovementsLive } from './read.ts'
import './movements.css'

const MOST = 6

/** The room's right column: who is out, when the next check-in is due, who is late. */
export function MovementsPanel() {
  const { kinds } = useSession()
  return kinds.some((kind) => kind.name === 'movement') ? <Out /> : null
}

function Out() {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const { mission } = useSession()
  const clock = useNow(10_000)
  const now = useMoment() ?? clock
  useMovementsLive()
  const found = useMovements('open').data
  const out = inOrder(found?.items ?? [], now).filter(({ data }) => stateOf(data) === 'departed')
  const due = out.flatMap(({ status }) => (status.checkInDue !== null && status.checkInDue >= now ? [status.checkInDue] : [])).sort((a, b) => a - b)[0]
  const [lost, overdue, trouble] = [countOf(out, 'lost'), countOf(out, 'overdue'), countOf(out, 'trouble')]
  return (
    <section className="sidepart movepanel" aria-label={tt('title')}>
      <h2>{tt('title')}{found && <Link className="count" to="/movements" title={tt('board')}>{number(out.length)}</Link>}</h2>
      {found && out.length === 0 && <p className="quiet small teachone"><Truck size={16} aria-hidden="true" /><span>{tt('none.out')}</span></p>}
      {out.length > 0 && (
        <p className="small row wrap">
          <span>{due === undefined ? tt('next.none') : tt('next', { time: `${clockLocal(due, mission.zone)} (${clockZ(due)})` })}</span>
          {trouble > 0 && <span className="tag critical">{tt('trouble.n', { n: number(trouble) })}</span>}{lost > 0 && <span className="tag critical">{tt('lost.n', { n: number(lost) })}</span>}{overdue > 0 && <span className="tag warning">{tt('overdue.n', { n: number(overdue) })}</span>}
        </p>
      )}
      <ul>
        {out.slice(0, MOST).map((one) => (
          <li key={one.record.id} className="movepanelrow">
            <Lamp lamp={one.status.lamp} />
            <Link to={`/records/${one.record.ref}`} className="grow"><strong className="mono"><bdi>{one.data.callsign}</bdi></strong> <span className="small"><Words shown={one} short /></span></Link>
          </li>
        ))}
      </ul>
      {out.length > MOST && <p className="quiet small">{tt('shown', { n: number(MOST), all: number(out.length) })}</p>}
    </section>
  )
}
