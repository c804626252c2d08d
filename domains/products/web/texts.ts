import type { Texts } from '../../../core/i18n.ts'

/** What the shell shows of products before their page is opened. */
export const UI: Texts = {
  'ui.products.open': { en: 'Open the products', fr: 'Ouvrir les produits', es: 'Abrir los productos', ar: 'فتح التقارير' },
  'ui.rule.product-unread': { en: 'A product its readers have not read', fr: 'Un produit que ses destinataires n’ont pas lu', es: 'Un producto que sus lectores no han leído', ar: 'تقرير لم يطلع عليه قراؤه' },
  'ui.templates': { en: 'Templates of reports', fr: 'Modèles de rapports', es: 'Plantillas de informes', ar: 'قوالب التقارير' },
  'ui.templates.lead': { en: 'The mission’s own Word layout: header, footer, logo.', fr: 'La mise en page Word de la mission : en-tête, pied de page, logo.', es: 'El diseño de Word de la misión: encabezado, pie, logotipo.', ar: 'تنسيق Word الخاص بالبعثة: الترويسة والتذييل والشعار.' },
}
