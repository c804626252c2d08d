import { RefreshCw, Unplug } from 'lucide-react'
import { useState } from 'react'
import { useWords } from '../i18n/i18n.tsx'
import { Link } from '../link.tsx'
import { ageText, dtg } from '../time/format.ts'
import { useNow } from '../time/now.ts'
import { useOffline } from './link.ts'
import { goToNewVersion, useAppState } from './worker.ts'
import './offline.css'

/** Under the top bar: that the device answers instead of the node, how old its picture is, and that a newer version waits. */
export function OfflineStrip() {
  const { t, locale, number } = useWords()
  const { since, at, count } = useOffline()
  const { update } = useAppState()
  const [later, setLater] = useState(false)
  const now = useNow(10_000)
  return (
    <>
      {since !== null && (
        <div className="offstrip" role="status">
          <Unplug size={14} aria-hidden="true" />
          <span className="grow">{at === null ? t('offline.strip.none') : t('offline.strip', { at: dtg(at), age: ageText(now - at, locale), n: number(count) })} <span className="quiet">{t('offline.write')}</span></span>
          <Link to="/device">{t('offline.device')}</Link>
        </div>
      )}
      {update && !later && (
        <div className="offstrip calm" role="status">
          <RefreshCw size={14} aria-hidden="true" /><span className="grow">{t('offline.version')}</span>
          <button type="button" className="btn small primary" onClick={goToNewVersion}>{t('offline.reload')}</button>
          <button type="button" className="btn small plain" onClick={() => setLater(true)}>{t('offline.later')}</button>
        </div>
      )}
    </>
  )
}
