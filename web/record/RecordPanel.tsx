import { Maximize2, X } from 'lucide-react'
import { lazy, memo } from 'react'
import { useWords } from '../i18n/i18n.tsx'
import { Link } from '../link.tsx'
import { late } from '../late.ts'
import { Skeleton } from '../shell/parts.tsx'
import { Lazily, Newer } from '../shell/Shield.tsx'

const RecordLoader = lazy(late(() => import('./RecordPage.tsx').then((m) => ({ default: m.RecordLoader }))))

/** A record over the map, so that the log and the map stay in view. */
export const RecordPanel = memo(function RecordPanel({ reference, onClose }: { reference: string; onClose(): void }) {
  const { t } = useWords()
  return (
    <section className="recordpanel" aria-label={reference}>
      <div className="panelhead">
        <span className="mono ltr grow">{reference}</span>
        <Link to={`/records/${encodeURIComponent(reference)}`} className="btn plain icon small" aria-label={t('record.full')} title={t('record.full')}><Maximize2 size={14} /></Link>
        <button type="button" className="btn plain icon small" aria-label={t('common.close')} title={t('common.close')} onClick={onClose}><X size={16} /></button>
      </div>
      <div className="panelbody"><Lazily gone={<div className="pad"><Newer /></div>} fallback={<div className="pad"><Skeleton lines={8} /></div>}><RecordLoader key={reference} reference={reference} narrow /></Lazily></div>
    </section>
  )
})
