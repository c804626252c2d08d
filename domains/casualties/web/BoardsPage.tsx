import { Printer } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Link, useTexts } from '../../../web/face.ts'
import { AssetBoard } from './AssetBoard.tsx'
import { ROWS } from './boards.texts.ts'
import { FacilityBoard } from './FacilityBoard.tsx'
import { SiteBoard } from './SiteBoard.tsx'
import { WeatherBoard } from './WeatherBoard.tsx'
import './casevac.css'
import './console.css'
import './boards.css'

/** Facilities, assets and landing sites, each with what is known now and how old that is; quick reports by key. */
export function BoardsPage() {
  const tt = useTexts(ROWS)
  const [open, setOpen] = useState<string | null>(null)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement
      if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || !['j', 'k', 'e'].includes(event.key) || target.closest('input, textarea, select, [role=dialog]')) {
        return
      }
      const rows = [...document.querySelectorAll<HTMLElement>('.evacboard tr[data-row]')]
      const at = rows.findIndex((row) => row.contains(document.activeElement))
      if (event.key === 'e') {
        rows[at]?.querySelector<HTMLButtonElement>('button[aria-expanded]')?.click()
      } else {
        rows[Math.min(rows.length - 1, Math.max(0, at + (event.key === 'j' ? 1 : -1)))]?.focus()
      }
      event.preventDefault()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
  return (
    <div className="page evacboards">
      <header className="row wrap">
        <h1 className="grow">{tt('title')}</h1>
        <Link to="/casevac" className="btn noprint">{tt('console')}</Link>
        <button type="button" className="btn noprint" onClick={() => window.print()}><Printer size={15} aria-hidden="true" />{tt('print')}</button>
      </header>
      <FacilityBoard open={open} onOpen={setOpen} />
      <AssetBoard open={open} onOpen={setOpen} />
      <SiteBoard open={open} onOpen={setOpen} />
      <WeatherBoard open={open} onOpen={setOpen} />
      <p className="quiet small noprint evackeys">{tt('keys')}</p>
    </div>
  )
}
