import { FileText } from 'lucide-react'
import { lazy } from 'react'
import { inLocale } from '../../../core/i18n.ts'
import { late, navigate, showDomain } from '../../../web/face.ts'
import { texts } from '../shared/texts.ts'
import { UI } from './texts.ts'

const ProductsPage = lazy(late(() => import('./ProductsPage.tsx').then((m) => ({ default: m.ProductsPage }))))
const ProductPage = lazy(late(() => import('./ProductPage.tsx').then((m) => ({ default: m.ProductPage }))))
const BriefPage = lazy(late(() => import('./BriefPage.tsx').then((m) => ({ default: m.BriefPage }))))
const TemplatesPage = lazy(late(() => import('./TemplatesPage.tsx').then((m) => ({ default: m.TemplatesPage }))))
const WaitingStrip = lazy(late(() => import('./WaitingStrip.tsx').then((m) => ({ default: m.WaitingStrip }))))
const cards = late(() => import('./FlashCard.tsx'))
const FlashCard = lazy(() => cards().then((m) => ({ default: m.FlashCard })))
const UsesCard = lazy(late(() => import('./UsesCard.tsx').then((m) => ({ default: m.UsesCard }))))
const StudioCard = lazy(() => cards().then((m) => ({ default: m.StudioCard })))

/** Reports that write themselves: the studio, its list, and the FLASH of an incident. */
export default showDomain({
  name: 'products',
  texts: { ...texts, ...UI },
  refusals: () => import('./refusals.ts').then((m) => m.REFUSALS),
  facetKinds: { product: { about: null, corrects: 'product', tearOf: 'product', recipient: 'user', unread: 'user', used: null, figure: null }, 'unit-report': { unit: 'area' } },
  rail: [{ id: 'products', group: 'study', order: 5, icon: FileText, label: 'kinds.product', to: '/products', kind: 'product' }],
  pages: [{ path: '/products', Page: ProductsPage, kind: 'product' }, { path: '/products/:ref', Page: ProductPage, kind: 'product' }, { path: '/products/:ref/brief', Page: BriefPage, kind: 'product' }, { path: '/admin/product-templates', Page: TemplatesPage }],
  admin: [{ id: 'product-templates', order: 66, icon: FileText, label: 'ui.templates', lead: 'ui.templates.lead', to: '/admin/product-templates', kinds: ['user'] }],
  everywhere: [{ id: 'products-waiting', kind: 'product', Part: WaitingStrip }],
  cards: [{ kind: 'incident', id: 'flash', order: 15, column: 'side', Card: FlashCard }, { kind: 'incident', id: 'uses', order: 90, column: 'side', Card: UsesCard }, { kind: 'product', id: 'studio', order: 1, column: 'main', Card: StudioCard }],
  commands: [{ id: 'products', keys: 'g b', label: 'ui.products.open', where: 'everywhere', kind: 'product', run: () => navigate('/products') }],
  value(kind, field, value, locale) {
    const text = kind === 'product' ? texts[`${field === 'product-type' ? 'type' : field}.${value}`] : undefined
    return text && inLocale(text, locale)
  },
  columns: { 'product': ['#ref', '#title', 'type', 'day', 'language', '#updated'], 'unit-report': ['#ref', '#title', 'nil', 'text', '#updated'] },
})
