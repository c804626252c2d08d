import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import type { PointerEvent } from 'react'
import { List, Map as MapIcon, PanelRight } from 'lucide-react'
import { useWords } from '../i18n/i18n.tsx'
import { setPrefs, usePrefs } from '../prefs.ts'
import { roomSource } from '../registry.ts'
import type { RoomSource } from '../registry.ts'
import { RecordPanel } from '../record/RecordPanel.tsx'
import { useRecords } from '../api/queries.ts'
import { firstPage } from '../live/thin.ts'
import { useCurrentMap } from '../map/current.ts'
import { MapPart } from './MapPart.tsx'
import { FilterBar, PartsChooser } from './FilterBar.tsx'
import { Log } from './Log.tsx'
import { togglePart } from './parts.ts'
import { PastBar } from './PastBar.tsx'
import { Side } from './Side.tsx'
import { Splitter } from './Splitter.tsx'
import { TimeBar } from './TimeBar.tsx'
import type { Filters } from './filters.ts'
import { selectRecord, useRoom } from './state.ts'
import { usePastMap } from './past.ts'
import { useLiveRecords } from './live-records.ts'
import { useSession } from '../session.tsx'
import { useCommands } from '../shell/commands.ts'
import { Empty } from '../shell/parts.tsx'
import { useMoment } from '../time/moment.ts'

const PARTS = [['log', List, 'room.log'], ['map', MapIcon, 'room.map'], ['side', PanelRight, 'room.side']] as const
type Part = (typeof PARTS)[number][0]
/** Share of the screen a key moves the map by. */
const PAN = 0.25
const CHOOSER = <PartsChooser />
const closeRecord = () => selectRecord(null)

/** The operations room: log, map and side column over one Query, time bar below. */
export function Room() {
  const source = roomSource()
  const { t } = useWords()
  return source ? <RoomOf source={source} /> : <div className="page"><Empty title={t('shell.no-page')} /></div>
}

function RoomOf({ source }: { source: RoomSource }) {
  const { query: wanted, open, filters, setFilters } = useRoom(source.kind)
  // A press is answered first (the row marked, the filter ticked); map, panel and lists follow as soon as that is on screen.
  // They follow together: list, map, counts and bars are always of one question, and of the moment the screen says it shows.
  const moment = useMoment()
  const later = useDeferredValue(useMemo(() => ({ query: wanted, moment }), [wanted, moment]))
  const query = later.moment === moment ? later.query : wanted
  const shown = useDeferredValue(open)
  const setRange = useCallback((range: Filters['range']) => setFilters({ range }), [setFilters])
  const { t, dir } = useWords()
  const { kinds, mission } = useSession()
  const mayLog = moment === null && kinds.some((k) => k.name === source.kind && k.canCreate)
  const { logOpen, sideOpen, mapOpen, logWidth, sideWidth } = usePrefs()
  const [part, setPart] = useState<Part>('log')
  const [chosen, setChosen] = useState<string | null>(open)
  const [opened, setOpened] = useState(open)
  if (open !== opened) {
    // What is opened by a click or on the map is where the keys go on from.
    setOpened(open)
    setChosen(open ?? chosen)
  }
  // Decided when the room opens, so that the pages of a list fit together; the log says how many of how many it shows.
  const [rows] = useState(firstPage)
  const records = useRecords(query, rows)
  useLiveRecords(moment === null ? query : null, source.kind)
  const map = useCurrentMap()
  usePastMap(query, map)
  useCommands({
    'toggle-log': () => togglePart('logOpen'), 'toggle-side': () => togglePart('sideOpen'), 'toggle-map': () => togglePart('mapOpen'),
    'close': open ? closeRecord : undefined,
    ...(map && mapOpen ? {
      'map-in': () => map.zoom(1), 'map-out': () => map.zoom(-1), 'map-home': () => map.fit(mission.bounds),
      'map-left': () => map.pan(-PAN, 0), 'map-right': () => map.pan(PAN, 0), 'map-up': () => map.pan(0, -PAN), 'map-down': () => map.pan(0, PAN),
    } : {}),
  })
  const swipe = useSwipe((by) => {
    const order = PARTS.map(([id]) => id)
    setPart(order[Math.min(order.length - 1, Math.max(0, order.indexOf(part) + (dir === 'rtl' ? -by : by)))]!)
  })
  // Without the map the log takes the room; a screen that shows nothing helps nobody, so one of the two always stands.
  const columns = mapOpen ? `${logOpen ? `${logWidth}px` : '0px'} minmax(0,1fr) ${sideOpen ? `${sideWidth}px` : '0px'}` : `minmax(0,1fr) ${open ? 'minmax(320px, 460px)' : '0px'} ${sideOpen ? `${sideWidth}px` : '0px'}`
  return (
    <div className="room" data-part={part} data-past={moment !== null || undefined} style={{ ['--room-columns' as string]: columns }}>
      {moment !== null && <PastBar at={moment} />}
      <FilterBar source={source} filters={filters} setFilters={setFilters} query={query} total={records.data?.pages[0]?.total}>{CHOOSER}</FilterBar>
      <div className="roomcols" {...swipe}>
        <section className="roomlog" aria-label={t('room.log')} hidden={!logOpen && mapOpen}>
          <Log source={source} records={records} query={query} open={open} chosen={chosen} onChoose={setChosen} mayLog={mayLog} />
          {source.Foot && mayLog && <source.Foot query={query} />}
        </section>
        <div className="roommap" data-off={!mapOpen || undefined}>
          {mapOpen && <MapPart source={source} query={query} open={shown} />}
          {logOpen && mapOpen && <Splitter side="start" width={logWidth} min={280} max={620} dir={dir} label={t('room.resize-log')} onResize={(width) => setPrefs({ logWidth: width })} />}
          {sideOpen && mapOpen && <Splitter side="end" width={sideWidth} min={220} max={520} dir={dir} label={t('room.resize-side')} onResize={(width) => setPrefs({ sideWidth: width })} />}
          {open && shown && <RecordPanel reference={shown} onClose={closeRecord} />}
        </div>
        <aside className="roomside" aria-label={t('room.side')} hidden={!sideOpen}><Side source={source} /></aside>
      </div>
      <TimeBar query={query} range={filters.range} setRange={setRange} />
      <div className="roomtabs" role="tablist" aria-label={t('room.parts')}>
        {PARTS.map(([id, Icon, key]) => (
          <button key={id} type="button" role="tab" aria-selected={part === id} onClick={() => setPart(id)}><Icon size={18} aria-hidden="true" />{t(key)}</button>
        ))}
      </div>
    </div>
  )
}

/** A sideways stroke of a finger anywhere but on the map and on what scrolls sideways itself: −1 back, 1 on. */
function useSwipe(go: (by: -1 | 1) => void): { onPointerDown(e: PointerEvent): void; onPointerUp(e: PointerEvent): void } {
  const from = useRef<{ x: number; y: number } | null>(null)
  const latest = useRef(go)
  useEffect(() => {
    latest.current = go
  })
  return {
    onPointerDown(e) {
      const element = e.target as HTMLElement
      from.current = e.pointerType === 'touch' && window.innerWidth <= 720 && !element.closest('.mapcanvas, input, textarea, select, .recordpanel') ? { x: e.clientX, y: e.clientY } : null
    },
    onPointerUp(e) {
      const start = from.current
      from.current = null
      if (start && Math.abs(e.clientX - start.x) > 60 && Math.abs(e.clientX - start.x) > 2 * Math.abs(e.clientY - start.y)) {
        latest.current(e.clientX < start.x ? 1 : -1)
      }
    },
  }
}
