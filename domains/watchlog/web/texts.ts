import type { Texts } from '../../../core/i18n.ts'

/** Words of the watch floor that the rail, the palette and the keys need from the start. */
export const UI: Texts = {
  'ui.log': { en: 'Watch log', fr: 'Journal de veille', es: 'Registro de guardia', ar: 'سجل المناوبة' },
  'ui.log.write': { en: 'Write into the watch log', fr: 'Écrire au journal de veille', es: 'Escribir en el registro', ar: 'الكتابة في سجل المناوبة' },
  'ui.handover': { en: 'Hand-over', fr: 'Relève', es: 'Relevo', ar: 'تسليم المناوبة' },
  'ui.cirs': { en: 'Critical information', fr: 'Informations critiques', es: 'Información crítica', ar: 'المعلومات الحرجة' },
  'ui.orders': { en: 'Order board', fr: 'Tableau des ordres', es: 'Tablero de órdenes', ar: 'لوحة الأوامر' },
  'ui.crises': { en: 'Crises', fr: 'Crises', es: 'Crisis', ar: 'الأزمات' },
}
