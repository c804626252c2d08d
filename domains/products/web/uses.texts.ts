import type { Row } from '../../../web/face.ts'

export const ROWS = {
  'uses': ['In reports', 'Dans les rapports', 'في التقارير', 'En informes'],
  'none': ['No released report has used it yet.', 'Aucun rapport diffusé ne l’a encore utilisée.', 'لم يستخدمه أي تقرير صادر بعد.', 'Ningún informe difundido la ha utilizado todavía.'],
  'version': ['counted as version {n}', 'comptée dans sa version {n}', 'احتُسب بنسخته {n}', 'contada en su versión {n}'],
  'about': ['about this record', 'au sujet de cette fiche', 'بشأن هذا السجل', 'sobre esta ficha'],
  'stale': ['stale', 'périmé', 'متقادم', 'desactualizado'],
  'replaced': ['replaced', 'remplacé', 'مستبدل', 'sustituido'],
  'shown': ['Showing {n} of {all}', '{n} affichés sur {all}', 'عرض {n} من {all}', 'Se muestran {n} de {all}'],
} satisfies Record<string, Row>
