import { useEffect, useState } from 'react'
import { ClipboardPlus, Hospital, Timer } from 'lucide-react'
import { formatMgrs } from '../../../core/place.ts'
import { Empty, Link, navigate, ProblemNotice, useLocation, useNow, useRecord, useSession, useShowing, useTexts, useWords } from '../../../web/face.ts'
import { DECISION_MIN } from '../shared/clocks.ts'
import { needsNamedAuthority, stateOf, toldPatients, type CasevacRequest } from '../shared/request.ts'
import { CARDS, type Card } from '../shared/vocabulary.ts'
import { ROWS } from './console.texts.ts'
import { CourseLog } from './CourseLog.tsx'
import { Clocks, Decision, type Chosen } from './Decision.tsx'
import { EvacMap } from './EvacMap.tsx'
import { lasting } from './lasting.ts'
import { Patients } from './Patients.tsx'
import { PlanPanel } from './PlanPanel.tsx'
import { useFollow, useOpenRequests, useRequests, type Of } from './read.ts'
import { ThreeCards } from './ThreeCards.tsx'
import { useCode } from './words.ts'
import './casevac.css'
import './console.css'

const LATELY = 8
const MINUTE = 60_000

/** The console: open requests on top, patients and rings, the map, the three answers and the launch, the course below. */
export function ConsolePage() {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const { kinds } = useSession()
  const open = useOpenRequests()
  const asked = new URLSearchParams(useLocation().search).get('r')
  const items = open.items ?? []
  const named = items.find((one) => one.ref === asked || one.id === asked)
  const elsewhere = useRecord(asked !== null && !named && !open.pending ? asked : null)
  const other: Of<CasevacRequest> | null = elsewhere.data?.kind === 'casevac-request' ? { ...elsewhere.data, of: elsewhere.data.data as unknown as CasevacRequest } : null
  const chosen = named ?? (asked === null ? (items[0] ?? null) : other)
  const [wanted, setWanted] = useState<Card | null>(null)
  const [taken, setTaken] = useState<{ request: string; way: Chosen } | null>(null)
  useFollow('casualty')
  useShowing('casevac', chosen ? [chosen] : NONE)
  const mayOpen = kinds.some((kind) => kind.name === 'casevac-request' && kind.canCreate)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement
      if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || target.closest('input, textarea, select, [role=dialog], [contenteditable]')) {
        return
      }
      const at = items.findIndex((one) => one.id === chosen?.id)
      const to = event.key === 'j' ? items[at + 1] : event.key === 'k' ? items[at - 1] : undefined
      const card = CARDS[Number(event.key) - 1]
      if (to) {
        navigate(`/casevac?r=${to.ref}`)
      } else if (event.key === 'n' && mayOpen) {
        navigate('/casevac/new')
      } else if (card && chosen) {
        setWanted(card)
      } else {
        return
      }
      event.preventDefault()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  })
  return (
    <div className="page evacconsole" data-drill={chosen?.of.drill || undefined}>
      <header className="row wrap">
        <h1 className="grow">{tt('title')} {open.items && <span className="quiet small">{tt('open.n', { n: number(open.total) })}</span>}</h1>
        {mayOpen && <Link to="/casevac/new" className="btn primary noprint"><ClipboardPlus size={15} aria-hidden="true" />{tt('new')} <kbd>n</kbd></Link>}
        <Link to="/facilities" className="btn noprint"><Hospital size={15} aria-hidden="true" />{tt('boards')}</Link>
        <Link to="/casevac/compliance" className="btn noprint"><Timer size={15} aria-hidden="true" />{tt('compliance')}</Link>
      </header>
      {open.error && !open.items && <ProblemNotice error={open.error} retry={() => void open.refetch()} />}
      {open.pending && <div className="skeleton" />}
      {items.length > 0 && (
        <nav className="evacopen noprint" aria-label={tt('open')}>
          <ul>{items.map((one) => <Tile key={one.id} request={one} chosen={one.id === chosen?.id} />)}</ul>
          {open.total > items.length && <p className="quiet small">{tt('shown', { n: number(items.length), all: number(open.total) })}</p>}
        </nav>
      )}
      {open.items?.length === 0 && asked === null && <Empty title={tt('none')}>{mayOpen && tt('none.do')}</Empty>}
      {elsewhere.error && !chosen && <ProblemNotice error={elsewhere.error} />}
      {chosen && (
        <>
          {chosen.of.drill && <p className="evacdrill" role="status">{tt('drill')}</p>}
          <FourLines request={chosen} />
          <div className="evacroom">
            <Patients request={chosen} />
            <div className="evacmiddle"><EvacMap requests={items} chosen={chosen} /><PlanPanel key={`p${chosen.id}`} request={chosen} onUse={(way) => setTaken({ request: chosen.id, way })} /></div>
            <div className="evacright">
              <Clocks request={chosen} />
              <ThreeCards key={`c${chosen.id}`} request={chosen} wanted={wanted} onWanted={setWanted} />
              <Decision key={`d${chosen.id}`} request={chosen} chosen={taken?.request === chosen.id ? taken.way : null} />
            </div>
          </div>
          <CourseLog key={`l${chosen.id}`} request={chosen} />
        </>
      )}
      {!chosen && <EvacMap requests={items} chosen={null} />}
      <Lately />
      <p className="quiet small noprint evackeys">{tt('keys')}</p>
    </div>
  )
}

function Tile({ request, chosen }: { request: Of<CasevacRequest>; chosen: boolean }) {
  const tt = useTexts(ROWS)
  const code = useCode()
  const { locale } = useWords()
  const now = useNow(1000)
  const state = stateOf(request.of)
  const { A, B, C } = toldPatients(request.of)
  const waits = state === 'ALERT' || state === 'VALIDATED'
  const due = Date.parse(request.createdAt) + DECISION_MIN * MINUTE
  return (
    <li>
      <Link to={`/casevac?r=${request.ref}`} className="evactile" data-state={state} data-late={waits && due < now} aria-current={chosen ? 'true' : undefined} data-drill={request.of.drill || undefined}>
        <span className="row"><strong className="mono grow"><bdi>{request.of.four.callsign}</bdi></strong><span className="tag">{code('state', state)}</span></span>
        <span className="row"><span className="grow mono">{[A && `${A}A`, B && `${B}B`, C && `${C}C`].filter(Boolean).join(' ') || '?'}</span>{waits && <span className="mono small">{tt(due > now ? 'ring.running' : 'ring.over', { time: lasting(Math.abs(due - now), locale) })}</span>}</span>
        {request.of.drill && <span className="evacdrilltag">{tt('drill')}</span>}
      </Link>
    </li>
  )
}

function FourLines({ request }: { request: Of<CasevacRequest> }) {
  const tt = useTexts(ROWS)
  const code = useCode()
  const { four, nine, note, incident } = request.of
  const place = nine?.place?.lon === undefined ? four.place : nine.place
  const { A, B, C } = toldPatients(request.of)
  const civilians = nine?.status?.['non-un-civilian'] ?? 0
  const source = useRecord(incident ?? null).data
  return (
    <div className="evacfour">
      <dl>
        <div><dt>{tt('four.who')}</dt><dd><strong className="mono"><bdi>{four.callsign}</bdi></strong> {four.frequency && <span className="mono ltr">{four.frequency}</span>}</dd></div>
        <div><dt>{tt('four.where')}</dt><dd>{place.lon !== undefined && place.lat !== undefined && <span className="mono ltr">{place.grid ?? formatMgrs({ lon: place.lon, lat: place.lat }, 8)}</span>} {place.name && <bdi>{place.name}</bdi>}</dd></div>
        <div><dt>{tt('four.patients')}</dt><dd><strong className="mono">{[A && `${A}A`, B && `${B}B`, C && `${C}C`].filter(Boolean).join(' ')}</strong> {four.what && <span dir="auto">{four.what}</span>} {needsNamedAuthority(request.of) && <span className="tag warning">{tt('civilians', { n: Math.max(1, civilians) })}</span>}</dd></div>
        <div><dt>{tt('four.threat')}</dt><dd>{code('threat', nine?.security ?? four.threat)}</dd></div>
        {note && <div><dt>{tt('four.note')}</dt><dd dir="auto">{note}</dd></div>}
      </dl>
      <p className="row wrap"><Link to={`/records/${request.ref}`} className="btn small"><span className="mono ltr">{request.ref}</span></Link><Link to={`/casevac/${request.ref}`} className="btn small noprint">{tt('all')}</Link>{source && <Link to={`/records/${source.ref}`} className="small">{tt('incident', { ref: source.ref })}</Link>}</p>
    </div>
  )
}

function Lately() {
  const tt = useTexts(ROWS)
  const code = useCode()
  const { number } = useWords()
  const found = useRequests({ where: { state: ['CLOSED', 'CANCELLED'] } }, LATELY)
  if (!found.items || found.items.length === 0) {
    return null
  }
  return (
    <details className="evaclately noprint">
      <summary>{tt('closed')} <span className="quiet small">{tt('shown', { n: number(found.items.length), all: number(found.total) })}</span></summary>
      <ul>{found.items.map((one) => <li key={one.id}><Link to={`/casevac?r=${one.ref}`}><span className="mono ltr">{one.ref}</span> <bdi>{one.title}</bdi></Link> <span className="tag">{code('state', stateOf(one.of))}</span></li>)}</ul>
    </details>
  )
}

const NONE: [] = []
