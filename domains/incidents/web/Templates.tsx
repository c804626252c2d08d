import { useMemo, useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'
import { fold } from '../../../core/text.ts'
import { useRecords, useWords } from '../../../web/face.ts'
import { shippedTemplates } from '../shared/quicklog-lines.ts'
import type { LogTemplate } from '../shared/quicklog-lines.ts'
import type { LogTemplateData } from '../shared/log-template.ts'
import { categoryLabel } from './taxonomy.ts'

/** Templates of the mission's own first, then the shipped ones; typing narrows, Enter takes, Escape leaves. */
export function Templates({ onChoose, onClose }: { onChoose(line: string): void; onClose(): void }) {
  const { label, locale } = useWords()
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const list = useRef<HTMLUListElement>(null)
  const own = useRecords({ kind: 'log-template' }, 200)
  const all = useMemo<LogTemplate[]>(() => [
    ...(own.data?.pages.flatMap((p) => p.items) ?? [])
      .map((r) => ({ id: r.id, data: r.data as unknown as LogTemplateData }))
      .sort((a, b) => (a.data.order ?? 999) - (b.data.order ?? 999) || a.data.name.localeCompare(b.data.name))
      .map(({ id, data }) => ({ id, code: '', name: data.name, line: data.line })),
    ...shippedTemplates(locale, (code) => categoryLabel(code, locale)),
  ], [own.data, locale])
  const wanted = fold(typed.trim())
  const shown = all.filter((t) => wanted === '' || fold(`${t.name} ${t.line}`).includes(wanted))
  const chosen = Math.min(at, Math.max(0, shown.length - 1))
  function onKeyDown(e: KeyboardEvent) {
    const move = e.key === 'ArrowDown' ? 1 : e.key === 'ArrowUp' ? -1 : 0
    const template = shown[chosen]
    if (move !== 0 && shown.length > 0) {
      e.preventDefault()
      const next = (chosen + move + shown.length) % shown.length
      setAt(next)
      list.current?.children[next]?.scrollIntoView({ block: 'nearest' })
    } else if (e.key === 'Enter' && template) {
      e.preventDefault()
      onChoose(template.line)
    } else if (e.key === 'Escape') {
      e.preventDefault()
      e.stopPropagation()
      onClose()
    }
  }
  return (
    <div className="quicktemplates" role="dialog" aria-label={label('ui.quick.templates')}>
      <input
        className="input" autoFocus dir="auto" value={typed} placeholder={label('ui.quick.templates.find')} aria-label={label('ui.quick.templates.find')} role="combobox" aria-expanded="true" aria-controls="quick-templates" aria-activedescendant={shown[chosen] ? `tpl-${shown[chosen].id}` : undefined}
        onChange={(e) => { setTyped(e.target.value); setAt(0) }} onKeyDown={onKeyDown} onBlur={onClose}
      />
      <ul ref={list} id="quick-templates" role="listbox" aria-label={label('ui.quick.templates')}>
        {shown.map((template, i) => (
          <li key={template.id} id={`tpl-${template.id}`} role="option" aria-selected={i === chosen} aria-label={template.name} className="item" onMouseDown={(e) => { e.preventDefault(); onChoose(template.line) }} onMouseMove={() => setAt(i)}>
            <span className="stack tight grow"><strong dir="auto">{template.name}</strong><span className="quiet small cut" dir="auto">{template.line}</span></span>
          </li>
        ))}
        {shown.length === 0 && <li className="quiet none">{label('ui.quick.templates.none')}</li>}
      </ul>
    </div>
  )
}
