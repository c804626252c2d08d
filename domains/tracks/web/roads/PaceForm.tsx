import { useState } from 'react'
import { ROAD_CLASSES } from '../../../../analysis/roads/classes.ts'
import { api, ProblemNotice, queryClient, toast, useOnce, useTexts, useWords } from '../../../../web/face.ts'
import type { RoadPace } from '../../shared/roads/speeds.ts'
import type { RoadState } from './model.ts'
import { ROWS } from './roads.texts.ts'

const FACTORS = ['night', 'wetPaved', 'wetUnpaved', 'wetOffRoad'] as const
const MONTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] as const

/** Speeds by class and surface, at night and in the wet season; one record of the mission. */
export function PaceForm({ state, may }: { state: RoadState; may: boolean }) {
  const tt = useTexts(ROWS)
  const { locale } = useWords()
  const [pace, setPace] = useState<RoadPace>(state.pace)
  const [problem, setProblem] = useState<unknown>(null)
  const month = (one: number) => new Intl.DateTimeFormat(locale, { month: 'short', timeZone: 'UTC' }).format(Date.UTC(2026, one - 1, 15))
  const [underWay, begin] = useOnce()
  const save = async () => {
    setProblem(null)
    try {
      const { paceRecord } = state
      if (paceRecord) {
        await api(`/api/records/${encodeURIComponent(paceRecord.id)}/actions`, { method: 'POST', body: { type: 'edit', basedOn: paceRecord.version, patch: { fields: pace } } })
      } else {
        await api('/api/records', { method: 'POST', body: { kind: 'road-pace', data: pace } })
      }
      await queryClient.invalidateQueries({ queryKey: ['roads'] })
      toast(tt('pace.saved'))
    } catch (error) {
      setProblem(error)
    }
  }
  const amount = (value: number, set: (value: number) => RoadPace, name: string, limits: { min: number; max: number; step: number }) => (
    <input className="input small roadnumber" type="number" required {...limits} value={Number.isNaN(value) ? '' : value} aria-label={name} readOnly={!may} onChange={(event) => setPace(set(event.target.valueAsNumber))} />
  )
  return (
    <form className="stack" onSubmit={(event) => { event.preventDefault(); void begin(save) }}>
      {state.paceRecord === null && <p className="quiet small">{tt('pace.usual')}</p>}
      <table className="plaintable roadpace">
        <caption className="quiet small">{tt('pace.class')}</caption>
        <thead><tr><th scope="col">{tt('class')}</th><th scope="col">{tt('paved')}</th><th scope="col">{tt('unpaved')}</th></tr></thead>
        <tbody>{ROAD_CLASSES.map((one) => (
          <tr key={one}><th scope="row">{tt(`class.${one}`)}</th>{(['paved', 'unpaved'] as const).map((surface) => (
            <td key={surface}>{amount(pace.classes[one][surface], (value) => ({ ...pace, classes: { ...pace.classes, [one]: { ...pace.classes[one], [surface]: value } } }), `${tt(`class.${one}`)}, ${tt(surface)}, km/h`, { min: 1, max: 160, step: 1 })}</td>
          ))}</tr>
        ))}</tbody>
      </table>
      <div className="roadfields">
        {FACTORS.map((one) => <label key={one} className="field"><span>{tt(one)}</span>{amount(pace[one], (value) => ({ ...pace, [one]: value }), tt(one), { min: 0.05, max: 1, step: 0.05 })}</label>)}
        <label className="field"><span>{tt('offRoadKmh')}</span>{amount(pace.offRoadKmh, (value) => ({ ...pace, offRoadKmh: value }), tt('offRoadKmh'), { min: 0.5, max: 60, step: 0.5 })}</label>
        {(['nightFrom', 'nightTo'] as const).map((one) => <label key={one} className="field"><span>{tt(one)}</span>{amount(pace[one], (value) => ({ ...pace, [one]: value }), tt(one), { min: 0, max: 23, step: 1 })}</label>)}
      </div>
      <fieldset className="roadmonths"><legend>{tt('wetMonths')}</legend>{MONTHS.map((one) => (
        <label key={one} className="row"><input type="checkbox" disabled={!may} checked={pace.wetMonths.includes(one)} onChange={(event) => setPace({ ...pace, wetMonths: event.target.checked ? [...pace.wetMonths, one].sort((a, b) => a - b) : pace.wetMonths.filter((m) => m !== one) })} />{month(one)}</label>
      ))}</fieldset>
      {problem !== null && <ProblemNotice error={problem} />}
      {may && <div><button type="submit" className="btn primary" disabled={underWay}>{tt('pace.save')}</button></div>}
    </form>
  )
}
