import { ChevronDown, Pencil, Printer } from 'lucide-react'
import { Dialog, DropdownMenu } from 'radix-ui'
import { useState } from 'react'
import type { KindInfo, RecordView } from '../api/types.ts'
import { useWords } from '../i18n/i18n.tsx'
import { ProblemNotice } from '../shell/ProblemNotice.tsx'
import { useCommands } from '../shell/commands.ts'
import { toast } from '../shell/toasts.tsx'
import { undoOffer } from '../shell/undo-stack.ts'
import { act, buttonsFor } from './actions.ts'
import type { ButtonAction } from './actions.ts'

const PRIMARY: readonly ButtonAction[] = ['submit', 'approve', 'verify']

/** What this reader may do to this record now. */
export function ActionBar({ record, kind, onEdit }: { record: RecordView; kind: KindInfo; onEdit?: () => void }) {
  const { t } = useWords()
  const [asking, setAsking] = useState<ButtonAction | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const buttons = buttonsFor(record)
  const needsReason = (type: ButtonAction) => kind.actions.find((a) => a.type === type)?.reason === true
  const isPrimary = (type: ButtonAction) => PRIMARY.includes(type)

  async function run(type: ButtonAction, reason?: string) {
    setBusy(true)
    setError(null)
    try {
      await act(record, type, {}, reason)
      setAsking(null)
      toast(t('action.done', { what: t(`action.${type}`), ref: record.ref }), undoOffer(t))
    } catch (problem) {
      setError(problem)
    }
    setBusy(false)
  }
  const press = (type: ButtonAction) => (needsReason(type) ? setAsking(type) : void run(type))
  useCommands({ ...Object.fromEntries(buttons.map((type) => [`action-${type}`, () => press(type)])), 'action-edit': record.can.includes('edit') ? onEdit : undefined })
  const first = buttons.filter(isPrimary).slice(0, 2)
  const rest = buttons.filter((b) => !first.includes(b))
  return (
    <div className="actionbar noprint">
      <div className="row wrap">
        {first.map((type, i) => <button key={type} type="button" disabled={busy} className={`btn small ${i === 0 ? 'primary' : ''}`} onClick={() => press(type)}>{t(`action.${type}`)}</button>)}
        {onEdit && record.can.includes('edit') && <button type="button" className="btn small" onClick={onEdit}><Pencil size={14} aria-hidden="true" />{t('action.edit')}</button>}
        {rest.length > 0 && (
          <DropdownMenu.Root modal={false}>
            <DropdownMenu.Trigger className="btn small">{t('action.more')}<ChevronDown size={13} aria-hidden="true" /></DropdownMenu.Trigger>
            <DropdownMenu.Portal>
              <DropdownMenu.Content className="menu" align="start" sideOffset={4}>
                {rest.map((type) => <DropdownMenu.Item key={type} className="item" onSelect={() => press(type)}>{t(`action.${type}`)}{needsReason(type) ? '…' : ''}</DropdownMenu.Item>)}
              </DropdownMenu.Content>
            </DropdownMenu.Portal>
          </DropdownMenu.Root>
        )}
        <button type="button" className="btn small plain icon" aria-label={t('action.print')} title={t('action.print')} onClick={() => window.print()}><Printer size={15} /></button>
      </div>
      {error !== null && asking === null && <ProblemNotice error={error} />}
      <ReasonDialog type={asking} record={record} busy={busy} error={error} onCancel={() => setAsking(null)} onSay={(reason) => { if (asking) { void run(asking, reason) } }} />
    </div>
  )
}

function ReasonDialog({ type, record, busy, error, onCancel, onSay }: { type: ButtonAction | null; record: RecordView; busy: boolean; error: unknown; onCancel(): void; onSay(reason: string): void }) {
  const { t } = useWords()
  const [reason, setReason] = useState('')
  return (
    <Dialog.Root open={type !== null} onOpenChange={(open) => { if (!open) { onCancel() } }}>
      <Dialog.Portal>
        <Dialog.Overlay className="scrim" />
        <Dialog.Content className="dialog" aria-describedby={undefined}>
          <Dialog.Title asChild><h2>{type ? t(`action.${type}`) : ''} · <span className="mono">{record.ref}</span></h2></Dialog.Title>
          <form className="stack" onSubmit={(e) => { e.preventDefault(); onSay(reason.trim()) }}>
            <div className="field"><label htmlFor="reason">{t('action.reason')}</label><textarea id="reason" className="area" dir="auto" required value={reason} onChange={(e) => setReason(e.target.value)} /><span className="hint">{t('action.reason.hint')}</span></div>
            {error !== null && <ProblemNotice error={error} kept={t('form.kept')} />}
            <div className="row"><button type="submit" className="btn primary" disabled={busy || reason.trim() === ''}>{type ? t(`action.${type}`) : ''}</button><button type="button" className="btn" onClick={onCancel}>{t('common.cancel')}</button></div>
          </form>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
