import { useId, useState } from 'react'
import { inLocale } from '../../../../core/i18n.ts'
import { api, ApiProblem, Card, localInput, MomentInput, navigate, ProblemNotice, readInput, useLocation, useNow, useRecord, useSession, useTexts, useWords, uuid7, zoneName, type RecordView } from '../../../../web/face.ts'
import { ANSWERS3, CAUSES, COMPONENTS, DUTY, GENDERS, NOTICE_TYPES, type NoticeType } from '../../shared/notification/vocabulary.ts'
import { ANSWER_WORDS, CAUSE_WORDS, COMPONENT_WORDS, DUTY_WORDS, GENDER_WORDS, NOTICE_WORDS } from '../../shared/notification/words.ts'
import { ROWS } from './notification.texts.ts'
import { again, noticeOf } from './read.ts'
import './notification.css'

const NAME = ['family', 'given', 'rank', 'number'] as const
const NAME_FIELD = { family: 'familyName', given: 'givenNames', rank: 'rank', number: 'number', kin: 'nextOfKin' } as const

/** Prepare a notification, or amend one that stands (`?amends=`); `?casualty=` says which casualty it is about. */
export function NotificationForm() {
  const search = new URLSearchParams(useLocation().search)
  const amends = search.get('amends')
  const found = useRecord(amends)
  if (amends !== null && !found.data) {
    return <div className="page">{found.error ? <ProblemNotice error={found.error} /> : <div className="skeleton" />}</div>
  }
  return <Form amended={amends === null ? null : (found.data ?? null)} casualty={search.get('casualty')} type={NOTICE_TYPES.find((one) => one === search.get('type')) ?? null} />
}

function Form({ amended, casualty, type }: { amended: RecordView | null; casualty: string | null; type: NoticeType | null }) {
  const tt = useTexts(ROWS)
  const { locale } = useWords()
  const { me, mission } = useSession()
  const id = useId()
  const now = useNow(60_000)
  const old = amended && noticeOf(amended)
  const [key, setKey] = useState(uuid7)
  const [problem, setProblem] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const [text, setText] = useState<Record<string, string>>(() => ({
    type: type ?? old?.type ?? 'INJURY', mission: old?.mission ?? mission.name, occurredAt: localInput(old ? Date.parse(old.occurredAt) : now, mission.zone), learnedAt: localInput(now, mission.zone), place: old?.place ?? '', component: old?.component ?? 'MILITARY',
    nationality: old?.nationality ?? '', iso3: old?.iso3 ?? '', gender: old?.gender ?? 'U', unit: old?.unit ?? '', cause: old?.incident.type ?? 'TBD', duty: old?.incident.duty ?? 'UNKNOWN', missionRelated: old?.incident.missionRelated ?? 'UNDETERMINED', wilfulMisconduct: old?.incident.wilfulMisconduct ?? 'UNDETERMINED',
    circumstances: old?.circumstances ?? '', medical: old?.medical ?? '', board: old?.board?.required ?? 'UNDETERMINED', deliverTo: (old?.deliverTo ?? []).join(', '), purpose: tt('purpose.default'), drill: old?.drill ? 'yes' : '',
  }))
  const holds = me.compartments.includes('PERS')
  const at = (name: string): string => text[name] ?? ''
  const set = (name: string) => (event: { target: { value: string } }) => setText((before) => ({ ...before, [name]: event.target.value }))
  const input = (name: string, label: string, more: object = {}) => <div className="field"><label htmlFor={`${id}-${name}`}>{label}</label><input id={`${id}-${name}`} className="input" dir="auto" value={at(name)} onChange={set(name)} {...more} /></div>
  const moment = (name: string, label: string) => <div className="field"><label htmlFor={`${id}-${name}`}>{label} ({zoneName(mission.zone)})</label><MomentInput id={`${id}-${name}`} required value={at(name)} onChange={(value) => set(name)({ target: { value } })} /></div>
  const choice = (name: string, label: string, codes: readonly string[], words: Readonly<Record<string, { en: string; fr: string }>>) => <div className="field"><label htmlFor={`${id}-${name}`}>{label}</label><select id={`${id}-${name}`} className="select" value={at(name)} onChange={set(name)}>{codes.map((code) => <option key={code} value={code}>{inLocale(words[code] ?? { en: code, fr: code }, locale)}</option>)}</select></div>
  const area = (name: string, label: string) => <div className="field"><label htmlFor={`${id}-${name}`}>{label}</label><textarea id={`${id}-${name}`} className="input area" dir="auto" rows={4} maxLength={4000} value={at(name)} onChange={set(name)} /></div>
  const save = async () => {
    setBusy(true)
    setProblem(null)
    const said = (name: string) => (at(name).trim() === '' ? {} : { [name]: at(name).trim() })
    const moment = (name: string) => new Date(readInput(at(name), mission.zone) ?? Number.NaN)
    const person = Object.fromEntries([...NAME, 'kin' as const].flatMap((name) => (at(name).trim() === '' ? [] : [[NAME_FIELD[name], at(name).trim()]])))
    const deliverTo = at('deliverTo').split(',').map((one) => one.trim()).filter((one) => one !== '')
    const about = casualty ?? old?.casualty
    try {
      const data = {
        type: at('type'), mission: at('mission').trim(), occurredAt: moment('occurredAt').toISOString(), learnedAt: moment('learnedAt').toISOString(), component: at('component'), gender: at('gender'),
        incident: { type: at('cause'), duty: at('duty'), missionRelated: at('missionRelated'), wilfulMisconduct: at('wilfulMisconduct') }, board: { ...old?.board, required: at('board') },
        ...said('place'), ...said('nationality'), ...(at('iso3').trim() === '' ? {} : { iso3: at('iso3').trim().toUpperCase() }), ...said('unit'), ...said('circumstances'), ...said('medical'),
        ...(deliverTo.length > 0 ? { deliverTo } : {}), ...(about ? { casualty: about } : {}), ...(at('drill') === '' ? {} : { drill: true }),
      }
      // Not by way of the outbox: a name does not rest on the device.
      const record = await api<RecordView | undefined>('/api/notifications', {
        method: 'POST', key, ...(holds ? { purpose: at('purpose') } : {}),
        body: { data, ...(Object.keys(person).length > 0 ? { person } : {}), ...(amended ? { amends: amended.id } : {}) },
      })
      await again()
      navigate(record ? `/records/${record.ref}` : '/notifications')
    } catch (error) {
      setProblem(error)
      setBusy(false)
      // What was refused is sent anew as something else; what never arrived is sent again as the same.
      if (error instanceof ApiProblem && error.id !== 'unreachable') {
        setKey(uuid7())
      }
    }
  }
  return (
    <form className="page stack ncsform" onSubmit={(event) => { event.preventDefault(); void save() }}>
      <h1>{amended ? tt('f.amend', { ref: amended.ref }) : tt('f.title')}</h1>
      <Card title={tt('f.what')} id="ncs-what">
        <div className="ncsgrid">
          {choice('type', tt('f.type'), NOTICE_TYPES, NOTICE_WORDS)}
          {choice('cause', tt('cause'), CAUSES, CAUSE_WORDS)}
          {choice('duty', tt('duty'), DUTY, DUTY_WORDS)}
          {choice('missionRelated', tt('related'), ANSWERS3, ANSWER_WORDS)}
          {choice('wilfulMisconduct', tt('misconduct'), ANSWERS3, ANSWER_WORDS)}
          {choice('board', tt('board'), ANSWERS3, ANSWER_WORDS)}
          {moment('occurredAt', tt('f.occurred'))}
          {moment('learnedAt', tt('f.learned'))}
          {input('mission', tt('f.mission'), { required: true, maxLength: 40 })}
          {input('place', tt('f.place'), { maxLength: 200 })}
        </div>
        {area('circumstances', tt('f.circumstances'))}
        {me.compartments.includes('MED') && area('medical', tt('f.medical'))}
      </Card>
      <Card title={tt('f.who')} id="ncs-who">
        <div className="ncsgrid">
          {choice('component', tt('f.component'), COMPONENTS, COMPONENT_WORDS)}
          {input('nationality', tt('f.nationality'), { maxLength: 120 })}
          {input('iso3', tt('f.iso3'), { maxLength: 3, pattern: '[A-Za-z]{3}', dir: 'ltr' })}
          {choice('gender', tt('f.gender'), GENDERS, GENDER_WORDS)}
          {input('unit', tt('f.unit'), { maxLength: 120 })}
        </div>
      </Card>
      <Card title={tt('f.name')} id="ncs-name">
        {old?.person ? <p>{tt('f.name.kept')}</p> : !holds ? <p>{tt('f.name.no')}</p> : (
          <>
            <p className="quiet small">{tt('f.name.lead')}</p>
            <div className="ncsgrid">{NAME.map((name) => <div key={name}>{input(name, tt(`f.${name}`), { maxLength: 60, autoComplete: 'off' })}</div>)}</div>
            {input('kin', tt('f.kin'), { maxLength: 1000, autoComplete: 'off' })}
          </>
        )}
        {holds && input('purpose', tt('purpose'), { required: true, minLength: 5, maxLength: 200 })}
      </Card>
      {input('deliverTo', tt('f.deliver'), { maxLength: 1000 })}
      <label className="check"><input type="checkbox" checked={at('drill') !== ''} onChange={(event) => setText((before) => ({ ...before, drill: event.target.checked ? 'yes' : '' }))} />{tt('f.drill')}</label>
      {problem !== null && <ProblemNotice error={problem} />}
      <div className="row"><button type="submit" className="btn primary" disabled={busy}>{tt('f.save')}</button><button type="button" className="btn" onClick={() => navigate('/notifications')}>{tt('cancel')}</button></div>
    </form>
  )
}
