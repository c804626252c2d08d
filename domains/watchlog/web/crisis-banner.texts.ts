import type { Row } from '../../../web/face.ts'

/** Words of the banner that stands on every page while a crisis runs. */
export const ROWS = {
  'banner': ['Crisis mode', 'Mode de crise', 'وضع الأزمة', 'Modo de crisis'],
  'banners': ['Crises that run', 'Crises en cours', 'أزمات جارية', 'Crisis en curso'],
} as const satisfies Record<string, Row>
