import { Moon, SunDim, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { zoneLetterAt } from '../../core/time-dtg.ts'
import { useRecords } from '../api/queries.ts'
import { useWords } from '../i18n/i18n.tsx'
import { Link } from '../link.tsx'
import { useLiveState } from '../live/client.ts'
import { roomSource, slot } from '../registry.ts'
import type { RoomSource } from '../registry.ts'
import { useLocation } from '../router.ts'
import { useSession } from '../session.tsx'
import { Empty, Marking } from '../shell/parts.tsx'
import { useShownHandling } from '../shell/shown-handling.ts'
import { ageLong, clockLocal, clockZ, dtg } from '../time/format.ts'
import { useMoment } from '../time/moment.ts'
import { useNow } from '../time/now.ts'
import '../style/wall.css'
import { Log } from './Log.tsx'
import { MapPart } from './MapPart.tsx'
import { PastBar } from './PastBar.tsx'
import { useLiveRecords } from './live-records.ts'
import { usePastMap } from './past.ts'
import { selectRecord, useRoom } from './state.ts'
import { useCurrentMap } from '../map/current.ts'
import { useCommands } from '../shell/commands.ts'

const PAN = 0.25

/** The second screen: map, log and clocks large enough for the back row, over the filters of its address. Nothing on it needs typing. */
export function Wall() {
  const source = roomSource()
  const { t } = useWords()
  return source ? <WallOf source={source} /> : <div className="page"><Empty title={t('shell.no-page')} /></div>
}

function WallOf({ source }: { source: RoomSource }) {
  const { query, open, filters } = useRoom(source.kind)
  const { t, number } = useWords()
  const { mission } = useSession()
  const { search } = useLocation()
  const moment = useMoment()
  const [chosen, setChosen] = useState<string | null>(null)
  const records = useRecords(query)
  const handling = useShownHandling()
  useLiveRecords(moment === null ? query : null, source.kind)
  const map = useCurrentMap()
  usePastMap(query, map)
  useCommands({
    'close': open ? () => selectRecord(null) : undefined,
    ...(map ? {
      'map-in': () => map.zoom(1), 'map-out': () => map.zoom(-1), 'map-home': () => map.fit(mission.bounds),
      'map-left': () => map.pan(-PAN, 0), 'map-right': () => map.pan(PAN, 0), 'map-up': () => map.pan(0, -PAN), 'map-down': () => map.pan(0, PAN),
    } : {}),
  })
  const total = records.data?.pages[0]?.total
  const panels = slot('panels').sort((a, b) => a.order - b.order)
  return (
    <div className="wall" data-past={moment !== null || undefined}>
      {moment !== null && <PastBar at={moment} />}
      <div className="wallhead">
        <h1 className="sr">{t('wall.title')}</h1>
        <Clocks />
        <span className="grow" />
        <span className="wallcount">{total === undefined ? '' : t('wall.count', { n: number(total) })}{filters.text && <> · <bdi>{filters.text}</bdi></>}</span>
        <State />
        <span className="wallmark"><Marking handling={handling} /></span>
        <Link to={`/${search.size > 0 ? `?${search.toString()}` : ''}`} className="btn plain icon" aria-label={t('wall.leave')} title={t('wall.leave')}><X size={22} /></Link>
      </div>
      <div className="wallparts">
        <section className="walllog roomlog" aria-label={t('room.log')}><Log source={source} records={records} query={query} open={open} chosen={chosen} onChoose={setChosen} mayLog={false} rowHeight={86} /></section>
        <div className="wallmap"><MapPart source={source} query={query} open={open} /></div>
        {panels.length > 0 && <aside className="wallside" aria-label={t('room.side')}>{panels.map(({ id, Panel }) => <Panel key={id} />)}</aside>}
      </div>
    </div>
  )
}

/** The mission's time and Z, readable from across the room. */
function Clocks() {
  const { t } = useWords()
  const { mission } = useSession()
  const now = useNow(1000)
  return (
    <div className="wallclocks" role="group" aria-label={t('wall.clocks')}>
      <span className="wallclock"><span className="mono ltr">{clockLocal(now, mission.zone)} {zoneLetterAt(now, mission.zone)}</span><span className="quiet">{t('wall.local')}</span></span>
      <span className="wallclock"><span className="mono ltr">{clockZ(now)}</span><span className="quiet mono ltr">{dtg(now)}</span></span>
    </div>
  )
}

/** How old what one sees is, how the link stands, and whether the screen stays on: a wall that is wrong must say so itself. */
function State() {
  const { t, locale } = useWords()
  const link = useLiveState()
  const now = useNow(10_000)
  const awake = useAwake()
  const word = link.link === 'open' ? t('link.open') : link.link === 'connecting' ? t('link.connecting') : t('link.lost')
  return (
    <span className="wallstate" data-link={link.link}>
      <span className="walllink" role="status"><i aria-hidden="true" />{word}</span>
      {link.dataAt !== null && <span>{t('wall.age', { age: ageLong(now - link.dataAt, locale) })}</span>}
      <span className="quiet" role="img" aria-label={t(awake ? 'wall.awake' : 'wall.may-sleep')} title={t(awake ? 'wall.awake' : 'wall.may-sleep')}>{awake ? <SunDim size={20} /> : <Moon size={20} />}</span>
    </span>
  )
}

/** Keep the screen from going dark while the wall is shown, where the browser can; asked again when the page comes back. */
function useAwake(): boolean {
  const [awake, setAwake] = useState(false)
  useEffect(() => {
    let lock: WakeLockSentinel | null = null
    let gone = false
    const hold = async () => {
      if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) {
        return
      }
      try {
        lock = await navigator.wakeLock.request('screen')
        if (gone) {
          void lock.release()
          return
        }
        setAwake(true)
        lock.addEventListener('release', () => setAwake(false))
      } catch {
        // Refused (battery, policy): the mark says that the screen may go dark.
        setAwake(false)
      }
    }
    const again = () => void hold()
    void hold()
    document.addEventListener('visibilitychange', again)
    return () => {
      gone = true
      document.removeEventListener('visibilitychange', again)
      void lock?.release()
    }
  }, [])
  return awake
}
