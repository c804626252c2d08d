import type { Texts } from '../../../core/i18n.ts'

/** Words of evacuation that screens need from the start. */
export const UI: Texts = {
  'ui.evac.console': { en: 'Evacuation of casualties', fr: 'Évacuation des blessés', es: 'Evacuación de bajas', ar: 'إخلاء المصابين' },
  'ui.evac.new': { en: 'New evacuation request: four lines', fr: 'Nouvelle demande d’évacuation : quatre lignes', es: 'Nueva solicitud de evacuación: cuatro líneas', ar: 'طلب إخلاء جديد: أربعة أسطر' },
  'ui.evac.boards': { en: 'Facilities and assets', fr: 'Formations et moyens', es: 'Centros y medios', ar: 'المرافق والوسائل' },
  'ui.evac.compliance': { en: '10-1-2 compliance', fr: 'Respect du 10-1-2', es: 'Cumplimiento 10-1-2', ar: 'الالتزام بقاعدة 10-1-2' },
  'ui.evac.reach': { en: 'Reach of surgery in two hours', fr: 'Chirurgie accessible en deux heures', es: 'Cirugía al alcance en dos horas', ar: 'مدى الوصول إلى الجراحة خلال ساعتين' },
  'ui.evac.layer': { en: 'Medical evacuation', fr: 'Évacuation médicale', es: 'Evacuación médica', ar: 'الإخلاء الطبي' },
  'ui.rule.casevac-alert': { en: 'A request for evacuation', fr: 'Une demande d’évacuation', es: 'Una solicitud de evacuación', ar: 'طلب إخلاء' },
  'ui.rule.casevac-inbound': { en: 'Casualties on their way to a facility', fr: 'Des blessés en route vers une formation', es: 'Bajas en camino a un centro', ar: 'مصابون في الطريق إلى مرفق' },
  'ui.rule.facility-theatre': { en: 'An operating theatre that is down', fr: 'Un bloc opératoire hors service', es: 'Un quirófano fuera de servicio', ar: 'غرفة عمليات متوقفة' },
  'ui.rule.facility-blood': { en: 'Blood running short', fr: 'Réserve de sang faible', es: 'Reserva de sangre escasa', ar: 'نقص في الدم' },
  'ui.rule.notification-death': { en: 'A death after the notice was sent', fr: 'Un décès après l’envoi de l’avis', es: 'Un fallecimiento tras enviar el aviso', ar: 'وفاة بعد إرسال الإشعار' },
  'ui.evac.yes': { en: 'Yes', fr: 'Oui', es: 'Sí', ar: 'نعم' },
  'ui.evac.no': { en: 'No', fr: 'Non', es: 'No', ar: 'لا' },
}
