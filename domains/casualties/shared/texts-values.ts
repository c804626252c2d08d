import type { Texts } from '../../../core/i18n.ts'

/** Words of values a record page shows that no vocabulary of evacuation holds. */
export const valueTexts: Texts = {
  'choice.casualty.sex.female': { en: 'Female', fr: 'Femme', es: 'Mujer', ar: 'أنثى' },
  'choice.casualty.sex.male': { en: 'Male', fr: 'Homme', es: 'Hombre', ar: 'ذكر' },
  'choice.casualty.sex.other': { en: 'Other', fr: 'Autre', es: 'Otro', ar: 'غير ذلك' },
  'choice.casualty.sex.unknown': { en: 'Not known', fr: 'Inconnu', es: 'No se sabe', ar: 'غير معروف' },
  'choice.casualty.ageBand.unknown': { en: 'Not known', fr: 'Inconnu', es: 'No se sabe', ar: 'غير معروف' },
  'choice.casualty.source.manual': { en: 'Typed', fr: 'Saisi', es: 'Escrito', ar: 'مكتوب' },
  'choice.casualty.source.radio': { en: 'Radio', fr: 'Radio', es: 'Radio', ar: 'راديو' },
  'choice.casevac-request.heardBy.voice': { en: 'Voice', fr: 'Voix', es: 'Voz', ar: 'صوت' },
  'choice.casevac-request.heardBy.sms': { en: 'SMS', fr: 'SMS', es: 'SMS', ar: 'رسالة SMS' },
  'choice.casevac-request.heardBy.tak': { en: 'TAK device', fr: 'Appareil TAK', es: 'Dispositivo TAK', ar: 'جهاز TAK' },
  'choice.casevac-request.heardBy.screen': { en: 'This screen', fr: 'Cet écran', es: 'Esta pantalla', ar: 'هذه الشاشة' },
  'choice.casevac-request.heardBy.text': { en: 'Written text', fr: 'Texte écrit', es: 'Texto escrito', ar: 'نص مكتوب' },
}
