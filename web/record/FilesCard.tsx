import { Camera, FileText, LockKeyhole, Paperclip, TriangleAlert } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { DragEvent } from 'react'
import { ATTACHMENT_LIMIT } from '../../core/attachment.ts'
import { formatMgrs } from '../../core/place-mgrs.ts'
import { instantOfLocal } from '../../core/time-local.ts'
import type { RecordView } from '../api/types.ts'
import { useTexts, useWords } from '../i18n/i18n.tsx'
import { dropFile, isThin, queueFile, sendFile, useFiles } from '../outbox/files.ts'
import type { FileEntry } from '../outbox/files.ts'
import { Told } from '../refusals/Told.tsx'
import { useSession } from '../session.tsx'
import { Card } from '../shell/parts.tsx'
import { toast } from '../shell/toasts.tsx'
import { fullTime } from '../time/format.ts'
import { Gallery } from './Gallery.tsx'
import { ROWS } from './record.texts.ts'
import { useFileUrl, useThread } from './thread.ts'
import type { AttachmentView } from './thread.ts'
import { size } from '../time/size.ts'

const ACCEPT = 'image/*,.heic,.heif,application/pdf,.txt,.csv,.xlsx,.docx,audio/mpeg,audio/ogg,audio/wav'

/** A file chosen and not yet added: what it says of itself is the author's to pass on or not. */
type Chosen = { key: string; file: File; original: File | null; drawn: boolean; caption: string; taken: number | null; place: { lon: number; lat: number } | null; passTaken: boolean; passPlace: boolean }

/** Photos and documents of a record: shown, added by choosing, dropping, pasting or the camera, kept until sent. */
export function FilesCard({ record }: { record: RecordView }) {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const { mission } = useSession()
  const files = useThread(record).data?.attachments ?? []
  const waiting = useFiles().filter((f) => f.record === record.id || f.record === record.ref)
  const [chosen, setChosen] = useState<Chosen[]>([])
  const [open, setOpen] = useState<number | null>(null)
  const [over, setOver] = useState(false)
  const pick = useRef<HTMLInputElement>(null)
  const camera = useRef<HTMLInputElement>(null)
  const may = record.can.includes('attach') && !record.erased

  async function choose(list: readonly File[]) {
    const { photoFacts, takable } = await import('./photo.ts')
    for (const given of list) {
      const facts = await photoFacts(given)
      const { file, original, drawn } = await takable(given)
      if (file.size > ATTACHMENT_LIMIT) {
        toast(tt('files.large', { name: given.name }), { tone: 'critical' })
        continue
      }
      setChosen((before) => [...before, { key: crypto.randomUUID(), file, original, drawn, caption: '', taken: takenAt(facts, mission.zone), place: facts.place, passTaken: false, passPlace: false }])
    }
  }
  const latest = useRef(choose)
  useEffect(() => {
    latest.current = choose
  })
  useEffect(() => {
    if (!may) {
      return
    }
    const paste = (event: ClipboardEvent) => {
      const list = [...(event.clipboardData?.files ?? [])]
      if (list.length > 0) {
        event.preventDefault()
        void latest.current(list)
      }
    }
    document.addEventListener('paste', paste)
    return () => document.removeEventListener('paste', paste)
  }, [may])

  const add = async () => {
    const list = chosen
    setChosen([])
    for (const one of list) {
      await queueFile({
        recordId: record.id, file: one.file, name: one.file.name, ...(one.original ? { original: one.original } : {}), ...(one.caption.trim() ? { caption: one.caption.trim() } : {}),
        ...(one.passTaken && one.taken !== null ? { takenAt: new Date(one.taken).toISOString() } : {}), ...(one.passPlace && one.place ? { place: one.place } : {}),
      })
    }
  }
  const drop = may ? {
    onDragOver: (e: DragEvent) => { if (e.dataTransfer.types.includes('Files')) { e.preventDefault(); setOver(true) } },
    onDragLeave: () => setOver(false),
    onDrop: (e: DragEvent) => { e.preventDefault(); setOver(false); void choose([...e.dataTransfer.files]) },
  } : {}
  return (
    <div className={`filescard${over ? ' over' : ''}`} {...drop}>
      <Card id="files" title={files.length > 0 ? `${tt('files.title')} · ${number(files.length)}` : tt('files.title')} side={may ? (
        <span className="row noprint">
          <button type="button" className="btn plain icon small onlytouch" aria-label={tt('files.camera')} title={tt('files.camera')} onClick={() => camera.current?.click()}><Camera size={15} /></button>
          <button type="button" className="btn plain small" onClick={() => pick.current?.click()} title={tt('files.limit')}><Paperclip size={14} aria-hidden="true" />{tt('files.add')}</button>
          <input ref={pick} type="file" multiple hidden accept={ACCEPT} aria-label={tt('files.add')} data-testid="files-pick" onChange={(e) => { void choose([...(e.target.files ?? [])]); e.target.value = '' }} />
          <input ref={camera} type="file" hidden accept="image/*" capture="environment" aria-label={tt('files.camera')} onChange={(e) => { void choose([...(e.target.files ?? [])]); e.target.value = '' }} />
        </span>
      ) : undefined}>
        {files.length === 0 && chosen.length === 0 && waiting.length === 0 && <p className="quiet small">{tt(may ? 'files.none' : 'files.none.read')}</p>}
        {files.length > 0 && <ul className="thumbs">{files.map((one, i) => <li key={one.id}><Thumb file={one} onOpen={() => setOpen(i)} /></li>)}</ul>}
        {waiting.map((one) => <Waiting key={one.id} entry={one} />)}
        {chosen.length > 0 && (
          <form className="stack chosen noprint" onSubmit={(e) => { e.preventDefault(); void add() }}>
            {chosen.map((one) => <ChosenFile key={one.key} one={one} onChange={(next) => setChosen((all) => all.map((c) => (c.key === one.key ? next : c)))} />)}
            {isThin() && <p className="small quiet">{tt('files.thin')}</p>}
            <div className="row"><button type="submit" className="btn small primary">{tt('files.send')}</button><button type="button" className="btn small" onClick={() => setChosen([])}>{tt('files.drop')}</button></div>
          </form>
        )}
      </Card>
      {open !== null && files[open] && <Gallery record={record} files={files} at={open} onAt={setOpen} onClose={() => setOpen(null)} />}
    </div>
  )
}

function takenAt(facts: { taken: string | null; zoned: boolean }, zone: string): number | null {
  if (facts.taken === null) {
    return null
  }
  if (facts.zoned) {
    return Date.parse(facts.taken)
  }
  // A camera names no zone: what its clock showed is read as the mission's.
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = facts.taken.split(/[-T:]/).map(Number)
  const ms = instantOfLocal({ year, month, day, hour, minute, second }, zone)
  return Number.isFinite(ms) ? ms : null
}

function ChosenFile({ one, onChange }: { one: Chosen; onChange(next: Chosen): void }) {
  const tt = useTexts(ROWS)
  const { locale } = useWords()
  const { mission } = useSession()
  return (
    <fieldset className="group">
      <legend className="small mono cut" dir="auto">{one.file.name} · {size(one.file.size, locale)}</legend>
      <div className="field"><label htmlFor={`caption-${one.key}`}>{tt('files.caption')}</label><input id={`caption-${one.key}`} className="input" dir="auto" maxLength={1000} value={one.caption} onChange={(e) => onChange({ ...one, caption: e.target.value })} /></div>
      {!one.drawn && <p className="small notice">{tt('files.undrawn')}</p>}
      {(one.taken !== null || one.place) && (
        <div className="stack found">
          <span className="small">{tt('files.found')}</span>
          {one.taken !== null && <label className="check small"><input type="checkbox" checked={one.passTaken} onChange={(e) => onChange({ ...one, passTaken: e.target.checked })} />{tt('files.found.taken', { time: fullTime(one.taken, mission.zone, locale) })}</label>}
          {one.place && <label className="check small"><input type="checkbox" checked={one.passPlace} onChange={(e) => onChange({ ...one, passPlace: e.target.checked })} />{tt('files.found.place', { grid: formatMgrs(one.place, 8) ?? '' })}</label>}
          <span className="small quiet">{tt('files.found.why')}</span>
        </div>
      )}
    </fieldset>
  )
}

function Waiting({ entry }: { entry: FileEntry }) {
  const tt = useTexts(ROWS)
  const { locale } = useWords()
  const state = entry.state === 'refused' ? 'files.refused' : entry.state === 'sending' ? 'files.sending' : entry.sentAs !== null ? 'files.half' : entry.kept ? 'files.waiting' : 'files.unkept'
  return (
    <div className={`notice${entry.state === 'refused' ? ' critical' : ''} noprint`} role="status">
      {entry.state === 'refused' && <TriangleAlert size={15} aria-hidden="true" />}
      <div className="grow">
        <span className="small"><bdi>{entry.name}</bdi> · {size(entry.bytes, locale)} · {tt(state)}</span>
        {entry.state === 'sending' && <progress className="filebar" aria-label={tt('files.sending')} />}
        {entry.problem && <p className="small"><Told text={entry.problem} /></p>}
        {entry.state !== 'sending' && (
          <p className="row wrap">
            <button type="button" className="btn small" onClick={() => sendFile(entry.id, entry.sentAs !== null)}>{tt(entry.sentAs !== null ? 'files.full' : 'files.retry')}</button>
            <button type="button" className="btn small plain" onClick={() => dropFile(entry.id)}>{tt('files.drop')}</button>
          </p>
        )}
      </div>
    </div>
  )
}

function Thumb({ file, onOpen }: { file: AttachmentView; onOpen(): void }) {
  const tt = useTexts(ROWS)
  // A HEIC without a preview would be fetched whole, to be shown by few browsers.
  const photo = file.media.startsWith('image/') && !file.erased && (file.thumb || file.media !== 'image/heic')
  const url = useFileUrl(file.id, 'thumb', photo).data
  const name = file.erased ? tt('files.erased') : (file.caption ?? file.name)
  return (
    <button type="button" className="thumb" disabled={file.erased} onClick={onOpen} aria-label={file.erased ? name : tt('files.open', { name })} title={name}>
      {photo ? <span className="thumbpicture">{url ? <img src={url} alt="" /> : <span className="skeleton" />}</span> : <span className="thumbpicture">{file.media === 'image/heic' ? <span className="small quiet">{tt('files.undrawn.short')}</span> : <FileText size={28} aria-hidden="true" />}</span>}
      <span className="cut small" dir="auto">{name}</span>
      {!file.erased && (file.original || file.reduced) && <span className="row small quiet cut">{file.original && <><LockKeyhole size={11} aria-hidden="true" />{tt('files.sealed')}</>}{file.reduced && tt('files.reduced')}</span>}
    </button>
  )
}
