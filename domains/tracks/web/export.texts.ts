import type { Row } from '../../../web/face.ts'

export const ROWS = {
  'title': ['Export a clip', 'Exporter un extrait', 'تصدير مقطع', 'Exportar un fragmento'],
  'what': ['What', 'Quoi', 'ماذا', 'Qué'],
  'view': ['everything in sight on the map', 'tout ce qui est visible sur la carte', 'كل ما يظهر على الخريطة', 'todo lo visible en el mapa'],
  'period': ['Period', 'Période', 'الفترة', 'Periodo'],
  'hours': ['the last {n} h', 'les {n} dernières h', 'آخر {n} س', 'las últimas {n} h'],
  'bar': ['as the time bar: {from} – {to}', 'comme la barre de temps : {from} – {to}', 'كما في شريط الزمن: {from} – {to}', 'como la barra de tiempo: {from} – {to}'],
  'own': ['from … to …', 'de … à …', 'من … إلى …', 'de … a …'],
  'from': ['From ({zone})', 'De ({zone})', 'من ({zone})', 'Desde ({zone})'],
  'to': ['To, not included ({zone})', 'À, non compris ({zone})', 'إلى، غير مشمول ({zone})', 'Hasta, sin incluir ({zone})'],
  'order': ['The end must be after the beginning.', 'La fin doit suivre le début.', 'يجب أن تكون النهاية بعد البداية.', 'El final debe ser posterior al comienzo.'],
  'long': ['At most 366 days at once.', '366 jours au plus à la fois.', '366 يوما كحد أقصى في المرة الواحدة.', 'Como máximo 366 días de una vez.'],
  'format': ['Format', 'Format', 'الصيغة', 'Formato'],
  'with': ['With the incidents of this time and place', 'Avec les incidents de ce temps et de ce lieu', 'مع حوادث هذا الوقت والمكان', 'Con los incidentes de este tiempo y lugar'],
  'purpose': ['What for? It is recorded with your name.', 'Pourquoi ? C’est consigné avec votre nom.', 'لأي غرض؟ يُسجَّل مع اسمك.', '¿Para qué? Se registra con su nombre.'],
  'making': ['Being made …', 'En préparation …', 'قيد الإعداد …', 'Preparándose…'],
  'note': ['It holds only what you may see, carries its marking, and is written into the audit log.', 'Il ne contient que ce que vous pouvez voir, porte son marquage et est inscrit au journal d’audit.', 'لا يضم إلا ما يحق لك رؤيته ويحمل وسمه ويُسجل في سجل التدقيق.', 'Contiene solo lo que usted puede ver, lleva su marca y queda en el registro de auditoría.'],
} satisfies Record<string, Row>
