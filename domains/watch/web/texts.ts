import type { Texts } from '../../../core/i18n.ts'

/** Words of alerts that screens need from the start. */
export const UI: Texts = {
  'ui.alert.acknowledge': { en: 'Acknowledge the first alert', fr: 'Prendre en compte la première alerte', es: 'Acusar recibo de la primera alerta', ar: 'الإقرار بالإنذار الأول' },
  'ui.rule.': { en: 'A track rule', fr: 'Une règle de suivi', es: 'Una regla de seguimiento', ar: 'قاعدة تتبع' },
  'ui.rule.sos': { en: 'Call for help', fr: 'Appel à l’aide', es: 'Llamada de auxilio', ar: 'نداء استغاثة' },
  'ui.rule.clock': { en: 'A deadline that passed', fr: 'Un délai dépassé', es: 'Un plazo vencido', ar: 'مهلة انقضت' },
  'ui.rule.drill': { en: 'A drill raised by hand', fr: 'Un exercice lancé à la main', es: 'Un simulacro lanzado a mano', ar: 'تمرين أُطلق يدويا' },
  'ui.rule.cap': { en: 'A warning received (CAP)', fr: 'Un avertissement reçu (CAP)', es: 'Un aviso recibido (CAP)', ar: 'تحذير وارد (CAP)' },
  'ui.my-notices': { en: 'Alerts in this browser', fr: 'Alertes dans ce navigateur', es: 'Alertas en este navegador', ar: 'الإنذارات في هذا المتصفح' },
  'ui.alert-channel.lead': { en: 'E-mail, SMS, web push and webhooks for alerts', fr: 'Courriel, SMS, notifications web et webhooks des alertes', es: 'Correo, SMS, notificaciones web y webhooks de las alertas', ar: 'البريد والرسائل وإشعارات الويب وخطافات الويب للإنذارات' },
}
