import type { Texts } from '../../../core/i18n.ts'

/** What the shell shows of products before their page is opened. */
export const UI: Texts = {
  'ui.products.open': { en: 'Open the products', fr: 'Ouvrir les produits', es: 'Abrir los productos', ar: 'فتح التقارير' },
}
