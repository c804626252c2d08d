import type { Texts } from '../../../core/i18n.ts'

/** Words of evacuation that screens need from the start. */
export const UI: Texts = {
  'ui.evac.console': { en: 'Evacuation of casualties', fr: 'Évacuation des blessés', es: 'Evacuación de bajas', ar: 'إخلاء المصابين' },
  'ui.evac.new': { en: 'New evacuation request: four lines', fr: 'Nouvelle demande d’évacuation : quatre lignes', es: 'Nueva solicitud de evacuación: cuatro líneas', ar: 'طلب إخلاء جديد: أربعة أسطر' },
  'ui.evac.boards': { en: 'Facilities and assets', fr: 'Formations et moyens', es: 'Centros y medios', ar: 'المرافق والوسائل' },
  'ui.evac.compliance': { en: '10-1-2 compliance', fr: 'Respect du 10-1-2', es: 'Cumplimiento 10-1-2', ar: 'الالتزام بقاعدة 10-1-2' },
  'ui.evac.reach': { en: 'Reach of surgery in two hours', fr: 'Chirurgie accessible en deux heures', es: 'Cirugía al alcance en dos horas', ar: 'مدى الوصول إلى الجراحة خلال ساعتين' },
  'ui.evac.layer': { en: 'Medical evacuation', fr: 'Évacuation médicale', es: 'Evacuación médica', ar: 'الإخلاء الطبي' },
  'ui.evac.yes': { en: 'Yes', fr: 'Oui', es: 'Sí', ar: 'نعم' },
  'ui.evac.no': { en: 'No', fr: 'Non', es: 'No', ar: 'لا' },
}
