import type { Row } from '../../../web/face.ts'

export const ROWS = {
  'title': ['Export a clip', 'Exporter un extrait', 'تصدير مقطع', 'Exportar un fragmento'],
  'what': ['What', 'Quoi', 'ماذا', 'Qué'],
  'view': ['everything in sight on the map', 'tout ce qui est visible sur la carte', 'كل ما يظهر على الخريطة', 'todo lo visible en el mapa'],
  'period': ['Period', 'Période', 'الفترة', 'Periodo'],
  'hours': ['the last {n} h', 'les {n} dernières h', 'آخر {n} س', 'las últimas {n} h'],
  'format': ['Format', 'Format', 'الصيغة', 'Formato'],
  'note': ['It holds only what you may see, carries its marking, and is written into the audit log.', 'Il ne contient que ce que vous pouvez voir, porte son marquage et est inscrit au journal d’audit.', 'لا يضم إلا ما يحق لك رؤيته ويحمل وسمه ويُسجل في سجل التدقيق.', 'Contiene solo lo que usted puede ver, lleva su marca y queda en el registro de auditoría.'],
} satisfies Record<string, Row>
