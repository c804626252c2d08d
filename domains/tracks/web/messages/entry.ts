import { MessageSquare } from 'lucide-react'
import { lazy } from 'react'
import type { Texts } from '../../../../core/i18n.ts'
import { late, navigate, type CommandEntry, type PageEntry, type RailEntry } from '../../../../web/face.ts'

const MessagesPage = lazy(late(() => import('./MessagesPage.tsx').then((m) => ({ default: m.MessagesPage }))))

/** What is written between devices and operations rooms; the page is loaded when it is opened. */
export const messagePages: PageEntry[] = [{ path: '/messages', Page: MessagesPage, kind: 'message' }]
export const messageRail: RailEntry[] = [{ id: 'message', group: 'live', order: 30, icon: MessageSquare, label: 'kinds.message', to: '/messages', kind: 'message' }]
export const messageCommands: CommandEntry[] = [{ id: 'messages', keys: 'g c', label: 'cmd.messages', where: 'everywhere', kind: 'message', run: () => navigate('/messages') }]
export const messageWords: Texts = {
  'cmd.messages': { en: 'Messages with devices and rooms', fr: 'Messages avec appareils et salles', es: 'Mensajes con dispositivos y salas', ar: 'الرسائل مع الأجهزة والغرف' },
}
