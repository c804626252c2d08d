import type { Row } from '../../../../web/face.ts'

export const ROWS = {
  title: ['What becomes of it', 'Suite donnée', 'ما يترتب عليه', 'Qué se hace con él'],
  lead: ['A device sent this. It stays as it came; what you make of it is a record of its own with the same handling.', 'Envoyé par un appareil. Il reste tel quel ; ce que vous en faites est une fiche à part, avec la même classification.', 'أرسله جهاز. يبقى كما ورد، وما تُنشئه منه سجل مستقل بالتصنيف نفسه.', 'Lo envió un dispositivo. Queda como llegó; lo que haga con él es otra ficha, con la misma clasificación.'],
  incident: ['Make an incident', 'En faire un incident', 'إنشاء حادث منه', 'Crear un incidente'],
  overlay: ['Make a drawing on the map', 'En faire un tracé sur la carte', 'إنشاء رسم على الخريطة', 'Crear un trazado en el mapa'],
  made: ['Made of it', 'Fiches qui en sont issues', 'السجلات المستخرجة منه', 'Fichas creadas a partir de él'],
  nothing: ['Nothing yet.', 'Rien pour l’instant.', 'لا شيء بعد.', 'Nada todavía.'],
  from: ['Sent by {who}', 'Envoyé par {who}', 'المرسل: {who}', 'Enviado por {who}'],
  unknown: ['a device that did not say who it is', 'un appareil non identifié', 'جهاز لم يعرّف بنفسه', 'un dispositivo que no se identificó'],
  drawing: ['drawing', 'tracé', 'رسم', 'trazado'],
} as const satisfies Record<string, Row>
