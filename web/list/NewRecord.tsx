import { Dialog } from 'radix-ui'
import { useState } from 'react'
import type { JsonObject } from '../../core/json.ts'
import { queryClient } from '../api/client.ts'
import { uuid7 } from '../api/http.ts'
import type { KindInfo, RecordView } from '../api/types.ts'
import { dropHeld, heldNew, keepNew, openNew, takeUp } from '../drafts.ts'
import { useTexts, useWords } from '../i18n/i18n.tsx'
import { FormShell } from '../record/EditForm.tsx'
import { fieldsOf } from '../form/model.ts'
import { writeOrKeep } from '../outbox/sender.ts'
import { navigate } from '../router.ts'
import { toast } from '../shell/toasts.tsx'
import { ROWS } from './lists.texts.ts'

/** A new record of a kind, in the form its schema describes; the draft stays on the device until saved. */
export function NewRecord({ kind, open, onClose }: { kind: KindInfo; open: boolean; onClose(): void }) {
  const { label, t } = useWords()
  // A draft taken up begins the form anew.
  const [turn, setTurn] = useState(0)
  return (
    <Dialog.Root open={open} onOpenChange={(o) => { if (!o) { onClose() } }}>
      <Dialog.Portal>
        <Dialog.Overlay className="scrim" />
        <Dialog.Content className="dialog" aria-describedby={undefined}>
          <Dialog.Title asChild><h2>{t('list.new', { kind: label(`kind.${kind.name}`) })}</h2></Dialog.Title>
          <Content key={turn} kind={kind} onClose={onClose} onOther={() => setTurn(turn + 1)} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

/** A box nobody ticked says no; required ones say so from the start. */
function startOf(kind: KindInfo): JsonObject {
  return Object.fromEntries(fieldsOf(kind.schema, kind.fields).filter((f) => f.widget === 'boolean' && f.required).map((f) => [f.key, false]))
}

function Content({ kind, onClose, onOther }: { kind: KindInfo; onClose(): void; onOther(): void }) {
  const { label, t } = useWords()
  const [kept] = useState(() => openNew(kind.name))
  const [id] = useState(() => kept?.id ?? uuid7())
  const [data, setData] = useState<JsonObject>(() => kept?.data ?? startOf(kind))
  const handling = kept?.handling ? { handling: kept.handling } : {}
  return (
    <>
    <Held kind={kind} onOther={onOther} />
    <FormShell
      kind={kind} data={data} submit={t('action.save')} restored={kept !== null && !kept.begun}
      onChange={(next) => { setData(next); keepNew(kind.name, { id, data: next, ...handling }) }}
      onCancel={() => { keepNew(kind.name, null); onClose() }}
      onSubmit={async () => {
        const title = typeof data['title'] === 'string' ? data['title'] : typeof data['name'] === 'string' ? data['name'] : ''
        const made = await writeOrKeep<RecordView>({ key: id, path: '/api/records', label: `${label(`kind.${kind.name}`)} ${title}`, body: { id, kind: kind.name, data, ...handling, at: new Date().toISOString() } })
        keepNew(kind.name, null)
        void queryClient.invalidateQueries({ queryKey: ['records'] })
        void queryClient.invalidateQueries({ queryKey: ['areas'] })
        if (kind.name === 'own-kind') {
          void queryClient.invalidateQueries({ queryKey: ['kinds'] })
        }
        onClose()
        if (made === null) {
          toast(t('offline.kept'))
          return
        }
        navigate(`/records/${encodeURIComponent(made.ref)}`)
      }}
    />
    </>
  )
}

/** What was begun before and left: to be taken up again, or given up. */
function Held({ kind, onOther }: { kind: KindInfo; onOther(): void }) {
  const tt = useTexts(ROWS)
  const { label, number } = useWords()
  const [held, setHeld] = useState(() => heldNew(kind.name))
  if (held.length === 0) {
    return null
  }
  const nameOf = (data: JsonObject): string => [data['title'], data['name'], data['narrative']].find((text): text is string => typeof text === 'string' && text.trim() !== '')?.slice(0, 80) ?? label(`kind.${kind.name}`)
  return (
    <section className="notice stack heldnew" aria-label={tt('held', { n: number(held.length) })}>
      <p>{tt('held', { n: number(held.length) })}</p>
      <ul className="plainlist">
        {held.map(({ id, data }) => (
          <li key={id} className="row wrap">
            <bdi className="grow">{nameOf(data)}</bdi>
            <button type="button" className="btn small" onClick={() => { takeUp(kind.name, id); onOther() }}>{tt('held.take')}<span className="sr">: {nameOf(data)}</span></button>
            <button type="button" className="btn plain small" onClick={() => { dropHeld(kind.name, id); setHeld(heldNew(kind.name)) }}>{tt('held.drop')}<span className="sr">: {nameOf(data)}</span></button>
          </li>
        ))}
      </ul>
    </section>
  )
}
