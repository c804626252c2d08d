import type { Texts } from '../../../core/i18n.ts'

/** Words of the watch floor that the rail, the palette and the keys need from the start. */
export const UI: Texts = {
  'ui.log': { en: 'Watch log', fr: 'Journal de veille', es: 'Registro de guardia', ar: 'سجل المناوبة' },
  'ui.log.write': { en: 'Write into the watch log', fr: 'Écrire au journal de veille', es: 'Escribir en el registro', ar: 'الكتابة في سجل المناوبة' },
  'ui.log.line': { en: 'Enter writes it into the watch log: r K31>JOC words #record !action @who +30', fr: 'Entrée l’écrit au journal de veille : r K31>JOC texte #fiche !action @qui +30', es: 'Intro lo escribe en el registro de guardia: r K31>JOC texto #ficha !acción @quién +30', ar: 'Enter يدونه في سجل المناوبة: r K31>JOC النص #سجل !إجراء @من +30' },
  'ui.log.line.saved': { en: 'Watch log: written as no. {n}', fr: 'Journal de veille : écrit sous le n° {n}', es: 'Registro de guardia: escrito con el n.º {n}', ar: 'سجل المناوبة: دُوّن بالرقم {n}' },
  'ui.log.line.kept': { en: 'Watch log: kept on this device until there is a link', fr: 'Journal de veille : gardé sur cet appareil jusqu’à la liaison', es: 'Registro de guardia: guardado en este dispositivo hasta que haya enlace', ar: 'سجل المناوبة: محفوظ على هذا الجهاز حتى عودة الاتصال' },
  'ui.log.line.no-watch': { en: 'No watch is being kept: begin one under Hand-over. The line is still here.', fr: 'Aucun quart en cours : commencez-en un sous Relève. La ligne est conservée.', es: 'No hay turno de guardia: inicie uno en Relevo. La línea sigue aquí.', ar: 'لا مناوبة جارية: ابدأ واحدة من صفحة التسليم. السطر ما زال هنا.' },
  'ui.log.line.ref': { en: 'There is no record {ref} that you may see. The line is still here.', fr: 'Aucune fiche {ref} visible pour vous. La ligne est conservée.', es: 'No hay ninguna ficha {ref} que pueda ver. La línea sigue aquí.', ar: 'لا سجل {ref} يجوز لك رؤيته. السطر ما زال هنا.' },
  'ui.log.line.failed': { en: 'It could not be written. The line is still here: try again.', fr: 'Écriture impossible. La ligne est conservée : réessayez.', es: 'No se pudo escribir. La línea sigue aquí: inténtelo de nuevo.', ar: 'تعذر التدوين. السطر ما زال هنا: أعد المحاولة.' },
  'ui.handover': { en: 'Hand-over', fr: 'Relève', es: 'Relevo', ar: 'تسليم المناوبة' },
  'ui.cirs': { en: 'Critical information', fr: 'Informations critiques', es: 'Información crítica', ar: 'المعلومات الحرجة' },
  'ui.orders': { en: 'Order board', fr: 'Tableau des ordres', es: 'Tablero de órdenes', ar: 'لوحة الأوامر' },
  'ui.crises': { en: 'Crises', fr: 'Crises', es: 'Crisis', ar: 'الأزمات' },
}
