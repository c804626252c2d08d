import { arabic, type Text } from '../../../../core/i18n.ts'
import type { Notification } from './notification.ts'
import { CAUSE_WORDS, NOTICE_WORDS } from './words.ts'
import type { Component, NoticeType } from './vocabulary.ts'

/** One of them, as it is said where no name may be: “1 UN military”. */
const ONE_OF: { [component in Component]: Text } = {
  MILITARY: { en: '1 UN military', fr: '1 militaire des Nations Unies', es: '1 militar de las Naciones Unidas', ar: 'عسكري أممي واحد' },
  POLICE: { en: '1 UN police', fr: '1 policier des Nations Unies', es: '1 policía de las Naciones Unidas', ar: 'شرطي أممي واحد' },
  OBSERVER: { en: '1 UN military observer', fr: '1 observateur militaire des Nations Unies', es: '1 observador militar de las Naciones Unidas', ar: 'مراقب عسكري أممي واحد' },
  CIV_INTERNATIONAL: { en: '1 UN international civilian', fr: '1 civil international des Nations Unies', es: '1 civil internacional de las Naciones Unidas', ar: 'مدني أممي دولي واحد' },
  CIV_LOCAL: { en: '1 UN national civilian', fr: '1 civil national des Nations Unies', es: '1 civil nacional de las Naciones Unidas', ar: 'مدني أممي محلي واحد' },
  OTHER: { en: '1 person of the mission', fr: '1 personne de la mission', es: '1 persona de la misión', ar: 'شخص واحد من البعثة' },
}
const HEAD: Text = { en: 'Casualty notification', fr: 'Notification de victime', es: 'Notificación de baja', ar: 'إخطار بإصابة' }
const SEVERITY: { [type in NoticeType]: 2 | 4 } = { FATAL: 4, VSI: 4, SI: 2, INJURY: 2, ILLNESS: 2, MISSING: 4, DETAINED: 4, SUICIDE_ATTEMPT: 2 }

const code = (word: string): Text => ({ en: word, fr: word, es: word, ar: word })

/** What its readers are told of an authorised notification: never who, where from or the circumstances, which stand on its page. */
export function toldOf(data: Pick<Notification, 'type' | 'component' | 'mission' | 'amends' | 'incident'>): { severity: 2 | 4; head: Text; title: Text; text: Text } {
  const [one, what, cause]: [Text, Text, Text] = [ONE_OF[data.component], NOTICE_WORDS[data.type] ?? code(data.type), CAUSE_WORDS[data.incident.type] ?? code(data.incident.type)]
  const more = data.amends !== undefined
  const say = (locale: 'en' | 'fr' | 'es' | 'ar', amends: string): string => `${one[locale] ?? one.en}: ${(what[locale] ?? what.en).toLowerCase()}${more ? ` (${amends})` : ''}`
  return {
    severity: SEVERITY[data.type], head: HEAD,
    title: { en: say('en', 'amendment'), fr: say('fr', 'modificatif').replace(':', ' :'), es: say('es', 'enmienda'), ar: say('ar', 'تعديل') },
    text: {
      en: `${data.mission}. Cause: ${cause.en.toLowerCase()}. Authorised by two. The name is with personnel until next of kin are informed.`,
      fr: `${data.mission}. Cause : ${(cause.fr ?? cause.en).toLowerCase()}. Autorisée par deux personnes. Le nom reste au service du personnel jusqu’à ce que la famille soit informée.`,
      es: `${data.mission}. Causa: ${(cause.es ?? cause.en).toLowerCase()}. Autorizada por dos personas. El nombre queda en personal hasta que se informe a la familia.`,
      ar: arabic`${data.mission}. السبب: ${cause.ar ?? cause.en}. اعتمده شخصان. يبقى الاسم لدى شؤون الأفراد حتى يُبلَّغ الأقارب.`,
    },
  }
}
