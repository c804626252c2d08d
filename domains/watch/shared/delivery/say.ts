import { inLocale, type Locale, type Text } from '../../../../core/i18n.ts'
import type { Alert } from '../alert.ts'
import type { Attachment, Subject } from './subjects.ts'
import { localAndZulu, withLocal } from './times.ts'

/** What goes out: a first line, the words, and the address of the record. */
export type Said = { subject: string; text: string; short: string; url: string | null; files?: readonly Attachment[] }
type Words = { en: string; fr: string; es: string; ar: string }

const DRILL: Words = { en: 'EXERCISE EXERCISE EXERCISE', fr: 'EXERCICE EXERCICE EXERCICE', es: 'SIMULACRO SIMULACRO SIMULACRO', ar: 'تمرين تمرين تمرين' }
const ALERT: Words = { en: 'Alert', fr: 'Alerte', es: 'Alerta', ar: 'إنذار' }
const HELP: Words = { en: 'CALL FOR HELP', fr: 'APPEL À L’AIDE', es: 'LLAMADA DE AUXILIO', ar: 'نداء استغاثة' }
const SEVERITY: Words = { en: 'severity', fr: 'gravité', es: 'gravedad', ar: 'الخطورة' }
const SIGN_IN: Words = { en: 'Sign in to read it.', fr: 'Connectez-vous pour la lire.', es: 'Inicie sesión para leerla.', ar: 'سجّل الدخول لقراءته.' }
const MORE: Words = { en: 'and {n} more', fr: 'et {n} autres', es: 'y {n} más', ar: 'و{n} أخرى' }
const SEEN: Words = { en: 'Acknowledge it there, so that nobody else is woken.', fr: 'Prenez-la en compte, pour que personne d’autre ne soit réveillé.', es: 'Acuse recibo allí, para que no se despierte a nadie más.', ar: 'أقرّ بالاطلاع هناك كي لا يُوقظ غيرك.' }
const REPLY: Words = { en: 'Reply 1: seen', fr: 'Répondez 1 : vu', es: 'Responda 1: visto', ar: 'أجب 1: اطّلعت' }
const CONFIRM: Words = { en: 'Confirm there that you have read it.', fr: 'Confirmez-y que vous l’avez lu.', es: 'Confirme allí que lo ha leído.', ar: 'أكّد هناك أنك اطلعت عليه.' }
const WAITS: Words = { en: 'waits for you. Sign in to read it.', fr: 'vous attend. Connectez-vous pour le lire.', es: 'le espera. Inicie sesión para leerlo.', ar: 'بانتظارك. سجّل الدخول لقراءته.' }
const ATTACHED: Words = { en: 'It is attached.', fr: 'Il est joint.', es: 'Va adjunto.', ar: 'مرفق.' }
const TEST: Words = { en: 'Test of an alert channel. Nothing has happened.', fr: 'Essai d’un canal d’alerte. Il ne s’est rien passé.', es: 'Prueba de un canal de alerta. No ha ocurrido nada.', ar: 'اختبار قناة إنذار. لم يحدث شيء.' }

/** What is to be said of an alert. `plain`: the channel may carry its words; else only how severe it is and its reference. `zone`: the mission's. */
export type Sayable = { ref: string; alert: Alert; count: number; drill: boolean; plain: boolean; url: string | null; mission: string; zone: string }

/** A letter gives each time in Z and mission-local; a text message, with room for one, in Z. */
export function sayAlert({ ref, alert, count, drill, plain, url, mission, zone }: Sayable, locale: Locale): Said {
  const head = alert.sos ? HELP[locale] : `${ALERT[locale]}, ${SEVERITY[locale]} ${alert.severity}`
  const more = count > 1 ? MORE[locale].replace('{n}', String(count - 1)) : ''
  const what = plain ? words(alert.title, locale) : SIGN_IN[locale]
  const mark = drill ? `${DRILL[locale]}\n` : ''
  const place = plain && alert.place ? `${alert.place.name ? `${alert.place.name} ` : ''}${alert.place.lat.toFixed(5)}, ${alert.place.lon.toFixed(5)}` : ''
  const at = Date.parse(alert.at)
  const both = (text: string): string => withLocal(text, at, zone, locale)
  const lines = [plain ? both(words(alert.title, locale)) : `${head} (${ref}). ${SIGN_IN[locale]}`, plain && alert.text ? both(words(alert.text, locale)) : '', place, plain ? localAndZulu(at, zone, locale) : '', more, '', SEEN[locale], url ?? '', drill ? DRILL[locale] : '']
  return {
    subject: `${drill ? `${DRILL[locale].split(' ')[0]}: ` : ''}${head}: ${plain ? words(alert.title, locale) : ref}${more ? ` (${more})` : ''}`.slice(0, 200),
    text: `${mark}${mission} · ${ref}\n\n${lines.filter((line, i) => line !== '' || i === 5).join('\n')}\n`,
    short: [`${drill ? `${DRILL[locale].split(' ')[0]} ` : ''}${head} ${ref}: ${what}${more ? ` (${more})` : ''}`.slice(0, 240), plain ? zulu(alert.at) : '', REPLY[locale]].filter((part) => part !== '').join('. '),
    url,
  }
}

/** What is to be said of a record that is no alert; `files` go with a letter. */
export function saySubject({ ref, subject, drill, plain, url, mission, files }: { ref: string; subject: Subject; drill: boolean; plain: boolean; url: string | null; mission: string; files: readonly Attachment[] }, locale: Locale): Said {
  const head = words(subject.head, locale)
  const mark = drill ? `${DRILL[locale].split(' ')[0]}: ` : ''
  const title = plain ? words(subject.title, locale) : `${head} ${ref} ${WAITS[locale]}`
  const more = plain && subject.text ? words(subject.text, locale) : ''
  return {
    subject: `${mark}${plain ? title : `${head} ${ref}`}`.slice(0, 200),
    text: `${drill ? `${DRILL[locale]}\n` : ''}${mission} · ${ref}\n\n${[title, more, files.length > 0 ? ATTACHED[locale] : '', '', url === null ? '' : CONFIRM[locale], url ?? '', drill ? DRILL[locale] : ''].filter((line, i) => line !== '' || i === 3).join('\n')}\n`,
    short: [`${mark}${title}`.slice(0, 160), more.slice(0, 160)].filter((part) => part !== '').join('. '),
    url, files,
  }
}

/** What a test of a channel says. */
export function sayTest(locale: Locale, mission: string): Said {
  return { subject: TEST[locale], text: `${mission}\n\n${TEST[locale]}\n`, short: `${mission}: ${TEST[locale]}`, url: null }
}

function words(text: { en: string; fr?: string | undefined; es?: string | undefined; ar?: string | undefined }, locale: Locale): string {
  return inLocale({ ...text, fr: text.fr ?? text.en } as Text, locale)
}

function zulu(at: string): string {
  return `${new Date(Date.parse(at)).toISOString().slice(0, 16).replace('T', ' ')}Z`
}
