import type { Texts } from '../../../../core/i18n.ts'

/** Words of the rail and the commands. */
export const notificationUi: Texts = {
  'ui.ncs.queue': { en: 'Casualty notifications', fr: 'Notifications de victimes', es: 'Notificaciones de bajas', ar: 'إخطارات الإصابات' },
  'ui.ncs.new': { en: 'Notify a casualty', fr: 'Notifier une victime', es: 'Notificar una baja', ar: 'الإخطار بإصابة' },
  'ui.ncs.statistics': { en: 'Fatality statistics', fr: 'Statistiques des décès', es: 'Estadísticas de fallecimientos', ar: 'إحصاءات الوفيات' },
}
