import { useEffect, useState } from 'react'
import { List, Map as MapIcon, PanelRight } from 'lucide-react'
import { useWords } from '../i18n/i18n.tsx'
import { getPrefs, setPrefs, usePrefs } from '../prefs.ts'
import { roomSource } from '../registry.ts'
import type { RoomSource } from '../registry.ts'
import { RecordPanel } from '../record/RecordPanel.tsx'
import { useRecords } from '../api/queries.ts'
import { MapPart } from './MapPart.tsx'
import { FilterBar } from './FilterBar.tsx'
import { Log } from './Log.tsx'
import { Side } from './Side.tsx'
import { Splitter } from './Splitter.tsx'
import { TimeBar } from './TimeBar.tsx'
import { selectRecord, useRoom } from './state.ts'
import { useLiveRecords } from './live-records.ts'
import { useSession } from '../session.tsx'
import { onCommand } from '../shell/commands.ts'
import { Empty } from '../shell/parts.tsx'

/** The operations room: log, map and side column over one Query, time bar below. */
export function Room() {
  const source = roomSource()
  const { t } = useWords()
  return source ? <RoomOf source={source} /> : <div className="page"><Empty title={t('shell.no-page')} /></div>
}

function RoomOf({ source }: { source: RoomSource }) {
  const { query, open, filters, setFilters } = useRoom(source.kind)
  const { t, dir } = useWords()
  const { kinds } = useSession()
  const mayLog = kinds.some((k) => k.name === source.kind && k.canCreate)
  const prefs = usePrefs()
  const [part, setPart] = useState<'log' | 'map' | 'side'>('log')
  const records = useRecords(query)
  useLiveRecords(query, source.kind)
  useEffect(() => onCommand('toggle-log', () => setPrefs({ logOpen: !getPrefs().logOpen })), [])
  useEffect(() => onCommand('toggle-side', () => setPrefs({ sideOpen: !getPrefs().sideOpen })), [])
  useEffect(() => {
    const close = (e: KeyboardEvent) => {
      if (e.key === 'Escape' && !e.defaultPrevented && open && !document.querySelector('[role="dialog"],[role="menu"]')) {
        selectRecord(null)
      }
    }
    window.addEventListener('keydown', close)
    return () => window.removeEventListener('keydown', close)
  }, [open])
  const columns = `${prefs.logOpen ? `${prefs.logWidth}px` : '0px'} minmax(0,1fr) ${prefs.sideOpen ? `${prefs.sideWidth}px` : '0px'}`
  return (
    <div className="room" data-part={part} style={{ ['--room-columns' as string]: columns }}>
      <FilterBar source={source} filters={filters} setFilters={setFilters} query={query} total={records.data?.pages[0]?.total} />
      <div className="roomcols">
        <section className="roomlog" aria-label={t('room.log')} hidden={!prefs.logOpen}>
          <Log source={source} records={records} query={query} open={open} mayLog={mayLog} />
          {source.Foot && mayLog && <source.Foot query={query} />}
        </section>
        <div className="roommap">
          <MapPart source={source} query={query} open={open} />
          {prefs.logOpen && <Splitter side="start" width={prefs.logWidth} min={280} max={620} dir={dir} label={t('room.resize-log')} onResize={(logWidth) => setPrefs({ logWidth })} />}
          {prefs.sideOpen && <Splitter side="end" width={prefs.sideWidth} min={220} max={520} dir={dir} label={t('room.resize-side')} onResize={(sideWidth) => setPrefs({ sideWidth })} />}
          {open && <RecordPanel reference={open} onClose={() => selectRecord(null)} />}
        </div>
        <aside className="roomside" aria-label={t('room.side')} hidden={!prefs.sideOpen}><Side source={source} /></aside>
      </div>
      <TimeBar query={query} range={filters.range} setRange={(range) => setFilters({ range })} />
      <div className="roomtabs" role="tablist" aria-label={t('room.parts')}>
        {([['log', List, 'room.log'], ['map', MapIcon, 'room.map'], ['side', PanelRight, 'room.side']] as const).map(([id, Icon, key]) => (
          <button key={id} type="button" role="tab" aria-selected={part === id} onClick={() => setPart(id)}><Icon size={18} aria-hidden="true" />{t(key)}</button>
        ))}
      </div>
    </div>
  )
}
