import type { Texts } from '../../../core/i18n.ts'

/** What the shell shows of products before their page is opened. */
export const UI: Texts = {
  'ui.products.flash': { en: 'Send a FLASH about this record', fr: 'Envoyer un FLASH sur cette fiche', es: 'Enviar un FLASH sobre esta ficha', ar: 'إرسال تقرير عاجل عن هذا السجل' },
  'ui.products.open': { en: 'Open the products', fr: 'Ouvrir les produits', es: 'Abrir los productos', ar: 'فتح التقارير' },
}
