import { arabic, type Text } from '../../../core/i18n.ts'
import { formatMgrs, type LonLat } from '../../../core/place.ts'
import type { Following } from './following.ts'
import { departsAt, expectedAt, PACE_STEPS, stateOf, type Movement } from './movement.ts'
import { searchArea } from './search-area.ts'
import { contactOf, dueAt, lastKnown, RUNGS_MIN, statusOf } from './status.ts'

/** What somebody must be told of a movement, as it stands: raised when it is new, ended when it no longer is. */
export type Standing = {
  rule: 'movement-not-gone' | 'movement-lost' | 'movement-overdue' | 'movement-help' | 'movement-contact' | 'movement-breakdown' | 'movement-off-way' | 'movement-stopped'
  /** Names the occasion, and the step of the ladder. */
  episode: string
  severity: 2 | 3 | 4 | 5
  sos?: true
  title: Text
  text?: Text
  place: (LonLat & { radiusM?: number }) | null
  at: number
  /** Step of a ladder the record keeps. */
  step?: { what: 'lost-contact' | 'overdue'; afterMin: number }
}

type Words = { en: string; fr: string; es: string; ar: string }

/** Everything that is to be told of a movement at `now`. Of a ladder only the highest step stands. Lost contact comes before lateness: who is not heard of is not asked when they arrive. */
export function standingOf(movement: Movement, following: Following | null, now: number): Standing[] {
  if (stateOf(movement) !== 'departed') {
    return stateOf(movement) === 'cleared' && now - departsAt(movement) >= RUNGS_MIN[0] * 60_000 ? [notGone(movement)] : []
  }
  const { silentMin, overdueMin } = statusOf(movement, now)
  const silent = rung(silentMin)
  const late = rung(overdueMin)
  return [
    ...called(movement),
    ...(silent === null ? [] : [lost(movement, silent)]),
    ...(silent === null && late !== null ? [overdue(movement, late)] : []),
    ...seen(movement, following),
  ]
}

function notGone(movement: Movement): Standing {
  const due = departsAt(movement)
  const { callsign } = movement
  const start = movement.waypoints[0]
  return {
    rule: 'movement-not-gone', episode: new Date(due).toISOString(), severity: 2, at: due + RUNGS_MIN[0] * 60_000, place: start ? { lon: start.lon, lat: start.lat } : null,
    title: { en: `${callsign} has not left yet`, fr: `${callsign} n’est pas encore parti`, es: `${callsign} aún no ha salido`, ar: arabic`${callsign} لم ينطلق بعد` },
    text: { en: `Departure was planned for ${zulu(due)}.`, fr: `Départ prévu à ${zulu(due)}.`, es: `La salida estaba prevista a las ${zulu(due)}.`, ar: arabic`كانت المغادرة مقررة ${zulu(due)}.` },
  }
}

function rung(minutes: number): number | null {
  return RUNGS_MIN.findLast((one) => minutes >= one) ?? null
}

function lost(movement: Movement, afterMin: number): Standing {
  const due = dueAt(movement) ?? 0
  const contact = contactOf(movement) ?? due
  const at = due + afterMin * 60_000
  const area = searchArea(movement, at)
  const last = lastKnown(movement)
  const { callsign } = movement
  const where = last === null ? null : spot(last)
  return {
    rule: 'movement-lost', episode: `${new Date(contact).toISOString()}/${afterMin}`, severity: afterMin >= 30 ? 4 : 3, at, step: { what: 'lost-contact', afterMin },
    title: {
      en: `No contact with ${callsign} since ${zulu(contact)}`, fr: `Sans contact avec ${callsign} depuis ${zulu(contact)}`,
      es: `Sin contacto con ${callsign} desde las ${zulu(contact)}`, ar: arabic`لا اتصال مع ${callsign} منذ ${zulu(contact)}`,
    },
    text: lines([
      { en: `Check-in was due ${zulu(due)}; last heard ${zulu(contact)}.`, fr: `Compte rendu attendu à ${zulu(due)} ; dernier contact à ${zulu(contact)}.`, es: `El control se esperaba a las ${zulu(due)}; último contacto a las ${zulu(contact)}.`, ar: arabic`كان الاتصال متوقعًا ${zulu(due)}؛ آخر اتصال ${zulu(contact)}.` },
      ...(where === null || last === null ? [] : [{ en: `Last known at ${where}, ${zulu(last.at)}.`, fr: `Dernière position connue : ${where}, ${zulu(last.at)}.`, es: `Última posición conocida: ${where}, ${zulu(last.at)}.`, ar: arabic`آخر موقع معروف: ${where}، ${zulu(last.at)}.` }]),
      paceWords(movement),
      ...(afterMin >= 30 ? [{ en: 'Comms drill on every means, then the reaction force.', fr: 'Appeler par tous les moyens, puis la force de réaction.', es: 'Llamar por todos los medios; después, la fuerza de reacción.', ar: 'النداء بكل الوسائل، ثم قوة رد الفعل.' }] : [{ en: 'Call on every means, in this order.', fr: 'Appeler par tous les moyens, dans cet ordre.', es: 'Llamar por todos los medios, en este orden.', ar: 'النداء بكل الوسائل بهذا الترتيب.' }]),
    ]),
    place: area === null ? null : { ...area.centre, radiusM: Math.round(area.reachM) },
  }
}

function overdue(movement: Movement, afterMin: number): Standing {
  const due = expectedAt(movement)
  const last = lastKnown(movement)
  const to = movement.waypoints.at(-1)?.name ?? ''
  const { callsign } = movement
  return {
    rule: 'movement-overdue', episode: `${new Date(due).toISOString()}/${afterMin}`, severity: afterMin >= 30 ? 4 : 3, at: due + afterMin * 60_000, step: { what: 'overdue', afterMin },
    title: { en: `${callsign} is overdue at ${to}, expected ${zulu(due)}`, fr: `${callsign} est en retard à ${to}, attendu à ${zulu(due)}`, es: `${callsign} lleva retraso en ${to}, previsto a las ${zulu(due)}`, ar: arabic`${callsign} متأخر عن ${to}، كان متوقعًا ${zulu(due)}` },
    text: lines([
      { en: `${afterMin} min after that time. There is contact: ask for a new time of arrival.`, fr: `${afterMin} min après cette heure. Le contact existe : demander une nouvelle heure d’arrivée.`, es: `${afterMin} min después de esa hora. Hay contacto: pedir una nueva hora de llegada.`, ar: arabic`بعد هذا الموعد بـ ${afterMin} دقيقة. الاتصال قائم: اطلب موعد وصول جديدًا.` },
      ...(last === null ? [] : [{ en: `Last known at ${spot(last)}, ${zulu(last.at)}.`, fr: `Dernière position connue : ${spot(last)}, ${zulu(last.at)}.`, es: `Última posición conocida: ${spot(last)}, ${zulu(last.at)}.`, ar: arabic`آخر موقع معروف: ${spot(last)}، ${zulu(last.at)}.` }]),
    ]),
    place: last === null ? null : { lon: last.lon, lat: last.lat },
  }
}

/** What its last call said, until it calls again and says something else: one occasion, however often its tracker is heard meanwhile. */
function called(movement: Movement): Standing[] {
  const calls = movement.checkIns ?? []
  const newest = calls.at(-1)
  const said = calls.findLast(({ how, status }) => status !== newest?.status || how === 'hand' || how === 'sms')
  const call = said?.status === newest?.status ? said : newest
  if (!call || (call.status !== 'help' && call.status !== 'contact' && call.status !== 'breakdown')) {
    return []
  }
  const { callsign } = movement
  const last = lastKnown(movement)
  const titles: Record<typeof call.status, Words> = {
    help: { en: `${callsign} calls for help`, fr: `${callsign} demande de l’aide`, es: `${callsign} pide ayuda`, ar: arabic`${callsign} يطلب النجدة` },
    contact: { en: `${callsign} is in contact`, fr: `${callsign} est au contact`, es: `${callsign} está en contacto`, ar: arabic`${callsign} في اشتباك` },
    breakdown: { en: `${callsign} has broken down`, fr: `${callsign} est en panne`, es: `${callsign} tiene una avería`, ar: arabic`${callsign} لديه عطل` },
  }
  const note = call.note === undefined || call.note === '' ? [] : [same(call.note)]
  return [{
    rule: `movement-${call.status}`, episode: call.at, severity: call.status === 'breakdown' ? 3 : 5, ...(call.status === 'help' ? { sos: true as const } : {}), at: Date.parse(call.at),
    title: titles[call.status], text: lines([...note, ...(call.status === 'breakdown' ? [] : [paceWords(movement)])]),
    place: last === null ? null : { lon: last.lon, lat: last.lat },
  }]
}

/** What its positions show. */
function seen(movement: Movement, following: Following | null): Standing[] {
  const { callsign } = movement
  const { off = null, still = null } = following ?? {}
  return [
    ...(off?.told ? [{
      rule: 'movement-off-way' as const, episode: new Date(off.at).toISOString(), severity: 3 as const, at: off.at, place: { lon: off.lon, lat: off.lat },
      title: { en: `${callsign} left its route`, fr: `${callsign} a quitté son itinéraire`, es: `${callsign} se ha salido de su ruta`, ar: arabic`${callsign} خرج عن طريقه` },
      text: { en: `More than ${movement.corridorM} m off since ${zulu(off.at)}.`, fr: `À plus de ${movement.corridorM} m depuis ${zulu(off.at)}.`, es: `A más de ${movement.corridorM} m desde las ${zulu(off.at)}.`, ar: arabic`على بُعد أكثر من ${movement.corridorM} م منذ ${zulu(off.at)}.` },
    }] : []),
    ...(still?.told ? [{
      rule: 'movement-stopped' as const, episode: new Date(still.at).toISOString(), severity: 2 as const, at: still.at, place: { lon: still.lon, lat: still.lat },
      title: { en: `${callsign} has stopped where no stop was planned`, fr: `${callsign} s’est arrêté hors de tout arrêt prévu`, es: `${callsign} se ha detenido donde no estaba previsto`, ar: arabic`${callsign} توقف في مكان غير مقرر` },
      text: { en: `In one place since ${zulu(still.at)}.`, fr: `Immobile depuis ${zulu(still.at)}.`, es: `En el mismo lugar desde las ${zulu(still.at)}.`, ar: arabic`في مكانه منذ ${zulu(still.at)}.` },
    }] : []),
  ]
}

/** The means of contact, in their order, as they were planned. */
function paceWords({ pace }: Movement): Words {
  const means = PACE_STEPS.flatMap((step) => (pace?.[step] ? [`${step[0]!.toUpperCase()}: ${pace[step]}`] : []))
  return means.length === 0 ? { en: 'No means of contact were planned.', fr: 'Aucun moyen de liaison n’était prévu.', es: 'No se previó ningún medio de enlace.', ar: 'لم تُحدد وسائل اتصال.' } : same(`PACE – ${means.join(' · ')}`)
}

function lines(parts: readonly Words[]): Words {
  const join = (language: keyof Words) => parts.map((part) => part[language]).join('\n')
  return { en: join('en'), fr: join('fr'), es: join('es'), ar: join('ar') }
}

function same(text: string): Words {
  return { en: text, fr: text, es: text, ar: text }
}

function spot(place: LonLat): string {
  return formatMgrs(place, 8) ?? `${place.lat.toFixed(4)}, ${place.lon.toFixed(4)}`
}

function zulu(at: number): string {
  return `${new Date(at).toISOString().slice(11, 16).replace(':', '')}Z`
}
