import { ChevronLeft, ChevronRight, Download, LockKeyholeOpen, X } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { useState } from 'react'
import type { KeyboardEvent } from 'react'
import { formatMgrs } from '../../core/place-mgrs.ts'
import type { RecordView } from '../api/types.ts'
import { useTexts, useWords } from '../i18n/i18n.tsx'
import { ProblemNotice } from '../shell/ProblemNotice.tsx'
import { FullTime } from '../shell/parts.tsx'
import { usePurpose } from './purpose.ts'
import { ROWS } from './record.texts.ts'
import { saveAction } from './save.ts'
import { download, useFileUrl } from './thread.ts'
import type { AttachmentView } from './thread.ts'

/** One file in full, with what is known of it; arrow keys go through them all. */
export function Gallery({ record, files, at, onAt, onClose }: { record: RecordView; files: readonly AttachmentView[]; at: number; onAt(at: number): void; onClose(): void }) {
  const tt = useTexts(ROWS)
  const { t, dir } = useWords()
  const file = files[at]
  if (!file) {
    return null
  }
  const to = (step: number) => onAt((at + step + files.length) % files.length)
  const keys = (event: KeyboardEvent) => {
    const forward = dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight'
    if ((event.key === 'ArrowRight' || event.key === 'ArrowLeft') && !/^(?:INPUT|TEXTAREA)$/.test((event.target as HTMLElement).tagName)) {
      event.preventDefault()
      to(event.key === forward ? 1 : -1)
    }
  }
  return (
    <Dialog.Root open onOpenChange={(open) => { if (!open) { onClose() } }}>
      <Dialog.Portal>
        <Dialog.Overlay className="scrim" />
        <Dialog.Content className="dialog wide gallery" aria-describedby={undefined} onKeyDown={keys}>
          <div className="row">
            <Dialog.Title asChild><h2 className="grow cut" dir="auto">{file.caption ?? file.name}</h2></Dialog.Title>
            {files.length > 1 && (
              <>
                <button type="button" className="btn plain icon small" aria-label={tt('files.previous')} onClick={() => to(-1)}><ChevronLeft className="flip" size={16} /></button>
                <span className="small quiet nowrap">{tt('files.of', { n: at + 1, all: files.length })}</span>
                <button type="button" className="btn plain icon small" aria-label={tt('files.next')} onClick={() => to(1)}><ChevronRight className="flip" size={16} /></button>
              </>
            )}
            <Dialog.Close className="btn plain icon small" aria-label={t('common.close')}><X size={16} /></Dialog.Close>
          </div>
          <Shown key={file.id} record={record} file={file} onGone={onClose} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

type Asking = 'caption' | 'detach' | 'original' | null

function Shown({ record, file, onGone }: { record: RecordView; file: AttachmentView; onGone(): void }) {
  const tt = useTexts(ROWS)
  const { t } = useWords()
  const photo = file.media.startsWith('image/')
  const declared = usePurpose()
  const url = useFileUrl(file.id, 'copy', photo)
  const [undrawn, setUndrawn] = useState(false)
  const [asking, setAsking] = useState<Asking>(null)
  const [text, setText] = useState('')
  const [error, setError] = useState<unknown>(null)
  const ask = (what: Asking) => {
    setAsking(what)
    setError(null)
    setText(what === 'caption' ? (file.caption ?? '') : what === 'original' ? declared : '')
  }
  async function go() {
    setError(null)
    try {
      if (asking === 'caption') {
        await saveAction(record, 'caption', { attachment: file.id, caption: text.trim() }, `${tt('files.caption')}: ${file.name}`)
      } else if (asking === 'detach') {
        await saveAction(record, 'detach', { attachment: file.id }, `${tt('files.detach')}: ${file.name}`, text.trim())
        onGone()
      } else {
        await download(file.id, file.name, 'original', text.trim())
      }
      setAsking(null)
    } catch (problem) {
      setError(problem)
    }
  }
  const words = { caption: tt('files.caption'), detach: tt('files.detach.why'), original: t('record.purpose') }
  return (
    <>
      {undrawn && <p className="notice" role="status">{tt('files.undrawn.open')}</p>}
      {photo && !undrawn && <div className="picture">{url.data ? <img src={url.data} alt={file.caption ?? file.name} onError={() => setUndrawn(true)} /> : url.error ? <ProblemNotice error={url.error} retry={() => void url.refetch()} /> : <span className="skeleton" />}</div>}
      <dl className="filefacts small">
        <div><dt className="sr">{file.name}</dt><dd><bdi className="mono">{file.name}</bdi> · {tt('files.by', { name: file.byName ?? file.by, role: file.role })} · <FullTime at={file.receivedAt} /></dd></div>
        {(file.takenAt !== undefined || file.place) && <div><dt>{tt('files.taken')}</dt><dd>{file.takenAt !== undefined && <FullTime at={file.takenAt} />} {file.place && <span className="mono ltr">{formatMgrs(file.place, 8)}</span>}</dd></div>}
      </dl>
      {asking === null ? (
        <div className="row wrap">
          <button type="button" className="btn small" onClick={() => { download(file.id, file.name, 'copy', declared).catch(setError) }}><Download size={14} aria-hidden="true" />{tt('files.save')}</button>
          {record.can.includes('caption') && <button type="button" className="btn small" onClick={() => ask('caption')}>{tt(file.caption === undefined ? 'files.caption.add' : 'files.caption')}</button>}
          {file.originalOpen && <button type="button" className="btn small" onClick={() => ask('original')}><LockKeyholeOpen size={14} aria-hidden="true" />{tt('files.original')}</button>}
          {record.can.includes('detach') && <button type="button" className="btn small danger" onClick={() => ask('detach')}>{tt('files.detach')}</button>}
        </div>
      ) : (
        <form className="stack" onSubmit={(e) => { e.preventDefault(); void go() }}>
          {asking === 'original' && <p className="small quiet">{tt('files.original.why')}</p>}
          {/* eslint-disable-next-line jsx-a11y/no-autofocus -- the person has just asked for it */}
          <div className="field"><label htmlFor="file-ask">{words[asking]}</label><input id="file-ask" className="input" dir="auto" autoFocus maxLength={1000} required={asking !== 'caption'} minLength={asking === 'original' ? 5 : undefined} value={text} onChange={(e) => setText(e.target.value)} /></div>
          <div className="row"><button type="submit" className="btn small primary">{asking === 'caption' ? t('action.save') : asking === 'detach' ? tt('files.detach') : tt('files.original')}</button><button type="button" className="btn small" onClick={() => ask(null)}>{t('common.cancel')}</button></div>
        </form>
      )}
      {error !== null && <ProblemNotice error={error} kept={t('form.kept')} />}
    </>
  )
}
