import type { Texts } from '../../../core/i18n.ts'

/** Words of movements that screens need from the start. */
export const UI: Texts = {
  'ui.movements.go': { en: 'Movements: who is out and who is late', fr: 'Mouvements : qui est en route, qui est en retard', es: 'Movimientos: quién está fuera y quién se retrasa', ar: 'التحركات: من في الطريق ومن تأخر' },
  'ui.movements.new': { en: 'Plan a movement', fr: 'Prévoir un mouvement', es: 'Planificar un movimiento', ar: 'تخطيط تحرّك' },
  'ui.movements.layer': { en: 'Movements', fr: 'Mouvements', es: 'Movimientos', ar: 'التحركات' },
  'ui.movements.lamp': { en: 'How it is', fr: 'Situation', es: 'Situación', ar: 'الوضع' },
  'ui.rule.movement-not-gone': { en: 'A movement that has not left', fr: 'Un mouvement qui n’est pas parti', es: 'Un movimiento que no ha salido', ar: 'تحرّك لم ينطلق' },
  'ui.rule.movement-lost': { en: 'No contact with a movement', fr: 'Mouvement sans contact', es: 'Movimiento sin contacto', ar: 'انقطاع الاتصال بتحرّك' },
  'ui.rule.movement-overdue': { en: 'Movement overdue', fr: 'Mouvement en retard', es: 'Movimiento con retraso', ar: 'تحرّك متأخر' },
  'ui.rule.movement-help': { en: 'A movement calls for help', fr: 'Un mouvement demande de l’aide', es: 'Un movimiento pide ayuda', ar: 'تحرّك يطلب النجدة' },
  'ui.rule.movement-contact': { en: 'A movement in contact', fr: 'Un mouvement au contact', es: 'Un movimiento en contacto', ar: 'تحرّك في اشتباك' },
  'ui.rule.movement-breakdown': { en: 'A movement broken down', fr: 'Un mouvement en panne', es: 'Un movimiento averiado', ar: 'عطل في تحرّك' },
  'ui.rule.movement-off-way': { en: 'A movement off its route', fr: 'Un mouvement hors de son itinéraire', es: 'Un movimiento fuera de su ruta', ar: 'خروج تحرّك عن طريقه' },
  'ui.rule.movement-hindered': { en: 'A closed road or a curfew on a movement’s way', fr: 'Route fermée ou couvre-feu sur un itinéraire', es: 'Carretera cerrada o toque de queda en una ruta', ar: 'طريق مغلق أو حظر تجول على طريق تحرّك' },
  'ui.restriction.new': { en: 'Close a road or set a curfew', fr: 'Fermer une route ou fixer un couvre-feu', es: 'Cerrar una carretera o fijar un toque de queda', ar: 'إغلاق طريق أو تحديد حظر تجول' },
  'ui.rule.movement-stopped': { en: 'A stop nobody planned', fr: 'Un arrêt imprévu', es: 'Una parada imprevista', ar: 'توقف غير مقرر' },
  'ui.movements.sms': { en: 'Check-in by SMS', fr: 'Contact par SMS', es: 'Control por SMS', ar: 'الاتصال بالرسائل القصيرة' },
  'ui.movements.sms.lead': { en: 'The address at which the SMS gateway hands in check-ins of movements', fr: 'L’adresse où la passerelle SMS remet les contacts des mouvements', es: 'La dirección donde la pasarela SMS entrega los controles de los movimientos', ar: 'العنوان الذي تسلّم فيه بوابة الرسائل اتصالات التحركات' },
  'ui.movements.yes': { en: 'Yes', fr: 'Oui', es: 'Sí', ar: 'نعم' },
  'ui.movements.no': { en: 'No', fr: 'Non', es: 'No', ar: 'لا' },
}
