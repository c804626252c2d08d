import type { ClockRule } from '../../../core/clock.ts'
import { URGENT_TYPES, type Product } from '../../../core/product.ts'

/** A mandatory reader reads within ten minutes, or the next in their ladder is sent it, and so on; an alert says who to telephone (field-guide 3.3). */
export const READ_SECONDS = 600
/** From the first words on, an urgent report is out within ten minutes; thirty are the limit. */
const FLASH_SECONDS = 600
const FLASH_LIMIT_SECONDS = 1800
/** A special incident report is out within six hours. */
const SINCREP_SECONDS = 21_600

/** What must happen to a product, and by when. */
export const productClocks: readonly ClockRule<Product>[] = [
  {
    name: 'release',
    label: { en: 'Release', fr: 'Diffuser', es: 'Difundir', ar: 'الإصدار' },
    start: { actions: ['create'] },
    due: (data) => (data.tearOf !== undefined ? null : data.type === 'FLASH' ? { seconds: FLASH_SECONDS } : data.type === 'SINCREP' ? { seconds: SINCREP_SECONDS } : null),
    warnSeconds: 180,
    metBy: ['release'],
    ladder: [FLASH_LIMIT_SECONDS - FLASH_SECONDS],
  },
  {
    name: 'read',
    label: { en: 'Mandatory readers have read it; else telephone', fr: 'Lu par les destinataires obligatoires ; sinon, téléphoner', es: 'Leído por los destinatarios obligatorios; si no, telefonear', ar: 'اطلع عليه القراء الملزمون؛ وإلا فبالهاتف' },
    start: { actions: ['release'] },
    due: (data) => (data.distribution.some((one) => one.mandatory) ? { seconds: READ_SECONDS } : null),
    warnSeconds: 120,
    metBy: ['read-by-all', 'supersede'],
    ladder: [READ_SECONDS],
    // One alert for a product, as loud as the product is urgent (server/deliver.ts).
    ownAlerts: true,
  },
  {
    name: 'next-update',
    label: { en: 'Send the next update', fr: 'Envoyer la prochaine mise à jour', es: 'Enviar la próxima actualización', ar: 'إرسال التحديث التالي' },
    start: { actions: ['release'] },
    due: (data) => (URGENT_TYPES.includes(data.type) && data.tearOf === undefined && data.nextUpdate !== undefined ? { at: data.nextUpdate } : null),
    warnSeconds: 600,
    metBy: ['update-sent', 'supersede'],
  },
]
