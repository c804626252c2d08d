import { Radio } from 'lucide-react'
import { lazy } from 'react'
import type { Texts } from '../../../../core/i18n.ts'
import { late, type AdminEntry, type CardEntry, type PageEntry } from '../../../../web/face.ts'

/** The page of TAK devices, loaded when it is opened. */
export const takPages: PageEntry[] = [{ path: '/admin/tak', Page: lazy(late(() => import('./TakPage.tsx').then((m) => ({ default: m.TakPage })))), kind: 'user' }]
export const takAdmin: AdminEntry[] = [{ id: 'tak', order: 62, icon: Radio, label: 'admin.tak', lead: 'admin.tak.lead', to: '/admin/tak', kinds: ['user'] }]
/** What the records of data packages and of video sources show beside. */
export const takCards: CardEntry[] = [
  { kind: 'data-package', id: 'tak-offer', order: 1, column: 'side', Card: lazy(late(() => import('./OfferCard.tsx').then((m) => ({ default: m.OfferCard })))) },
  { kind: 'video-source', id: 'tak-video', order: 1, column: 'side', Card: lazy(late(() => import('./VideoCard.tsx').then((m) => ({ default: m.VideoCard })))) },
]
export const takTexts: Texts = {
  'admin.tak': { en: 'TAK devices', fr: 'Appareils TAK', es: 'Dispositivos TAK', ar: 'أجهزة TAK' },
  'admin.tak.lead': { en: 'Let phones with ATAK, iTAK or WinTAK in, see who is connected, shut one out.', fr: 'Admettre les téléphones avec ATAK, iTAK ou WinTAK, voir qui est connecté, en exclure un.', es: 'Admitir teléfonos con ATAK, iTAK o WinTAK, ver quién está conectado, excluir a uno.', ar: 'إدخال الهواتف العاملة بـ ATAK أو iTAK أو WinTAK، ومعرفة المتصلين، وإقصاء أحدها.' },
}
