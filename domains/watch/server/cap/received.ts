import { DEFAULT_GRADE } from '../../../../core/grading.ts'
import { distanceM } from '../../../../core/place-geodesy.ts'
import { storable } from '../../../../core/text.ts'
import { writeCap, type CapAlert, type CapArea } from '../../../../formats/cap.ts'
import { SYSTEM, type App, type Service } from '../../../../server/face.ts'
import { isRaisedAlready, raiseAlert } from '../../contract.ts'
import type { ReceivedWarning } from '../../shared/cap/warning.ts'

/** A message as it is kept: what a person needs to judge it, and all of it as it came. The source counts as unjudged. */
export function receivedOf(alert: CapAlert): ReceivedWarning {
  const info = alert.info.find((one) => one.language?.toLowerCase().startsWith('en')) ?? alert.info[0]
  const place = placeOf(info?.areas ?? [])
  const text = (value: string | undefined, most: number): string => storable(value ?? '', most)
  return {
    identifier: text(alert.identifier, 300), sender: text(alert.sender, 300), sent: alert.sent, status: alert.status, msgType: alert.msgType, ...(alert.references ? { references: text(alert.references, 4000) } : {}),
    event: text(info?.event ?? alert.note ?? alert.msgType, 300), headline: text(info?.headline ?? info?.event ?? alert.note, 300), ...(info?.description ? { description: text(info.description, 4000) } : {}), ...(info?.instruction ? { instruction: text(info.instruction, 4000) } : {}),
    urgency: info?.urgency ?? 'Unknown', severity: info?.severity ?? 'Unknown', certainty: info?.certainty ?? 'Unknown', areaDesc: text(info?.areas.map((area) => area.areaDesc).join('; '), 1000), ...(info?.expires ? { expires: info.expires } : {}),
    ...(place ? { place } : {}), ...DEFAULT_GRADE, signed: alert.signature !== undefined, xml: writeCap(alert).slice(0, 200_000),
  }
}

/** The first circle, or the middle of the first outline with the radius that holds it. */
function placeOf(areas: readonly CapArea[]): ReceivedWarning['place'] | null {
  const circle = areas.flatMap((area) => area.circles)[0]
  if (circle) {
    return { lat: circle[0], lon: circle[1], radiusM: Math.round(circle[2] * 1000) }
  }
  const ring = areas.flatMap((area) => area.polygons)[0]
  if (!ring || ring.length === 0) {
    return null
  }
  const corners = ring.slice(0, -1)
  const middle = { lat: corners.reduce((sum, [lat]) => sum + lat, 0) / corners.length, lon: corners.reduce((sum, [, lon]) => sum + lon, 0) / corners.length }
  return { ...middle, radiusM: Math.round(Math.max(...corners.map(([lat, lon]) => distanceM(middle, { lon, lat })))) }
}

/** When a person takes a warning of somebody else, an alert of it is raised: once, whoever else hears of it. */
export async function startTaking(app: App): Promise<Service> {
  let work: Promise<void> = Promise.resolve()
  const stop = app.store.onCommit(({ changes }) => {
    for (const { action, record } of changes) {
      if (record.kind === 'received-warning' && action.type === 'take') {
        const data = record.data as unknown as ReceivedWarning
        const raise = raiseAlert({
          rule: 'cap', subject: `${data.sender} ${data.identifier}`.slice(0, 340), episode: record.id, severity: Number(action.patch['severity']) as 1,
          title: { en: data.headline || data.event, fr: data.headline || data.event }, ...(data.description ? { text: { en: data.description.slice(0, 2000), fr: data.description.slice(0, 2000) } } : {}),
          place: data.place ? { ...data.place, ...(data.areaDesc ? { name: data.areaDesc.slice(0, 200) } : {}) } : null, at: Date.parse(action.receivedAt), handling: record.handling, area: record.area, record: record.id, drill: data.status === 'Exercise' || data.status === 'Test',
        })
        work = work.then(async () => void (await app.store.commit(SYSTEM, [raise]))).catch((err: unknown) => { if (!isRaisedAlready(err)) { app.log.error({ err }, 'the alert of a warning that was taken could not be raised') } })
      }
    }
  })
  return { async close() { stop(); await work } }
}
