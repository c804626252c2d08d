import type { Row } from '../../../../web/face.ts'

export const ROWS = {
  title: ['Sent by a device', 'Envoyée par un appareil', 'أرسلها جهاز', 'Enviada por un dispositivo'],
  lead: ['Only its sender is listed it so far. Open the address and make sure of what it shows; taken over, every device that may see this record is listed it, and only people change it.', 'Seul son expéditeur la voit dans sa liste. Ouvrez l’adresse et vérifiez ce qu’elle montre ; une fois reprise, elle est proposée à tout appareil qui peut voir cette fiche, et seules des personnes la modifient.', 'لا تظهر حتى الآن إلا في قائمة مرسلها. افتح العنوان وتأكد مما يعرضه؛ وبعد اعتمادها تظهر لكل جهاز يحق له رؤية هذا السجل، ولا يغيّرها إلا أشخاص.', 'Por ahora solo aparece en la lista de quien la envió. Abra la dirección y compruebe qué muestra; una vez aceptada, aparece en todo dispositivo que pueda ver esta ficha, y solo la cambian personas.'],
  from: ['Callsign:', 'Indicatif :', 'نداء الاتصال:', 'Indicativo:'],
  take: ['Take over', 'Reprendre', 'اعتماد', 'Aceptar'],
  ask: ['The chief or the information manager of the operations centre, or an administrator, takes it over.', 'Le chef ou le responsable de l’information du centre d’opérations, ou un administrateur, la reprend.', 'يعتمدها رئيس مركز العمليات أو مدير المعلومات فيه أو مسؤول النظام.', 'La acepta el jefe o el responsable de información del centro de operaciones, o un administrador.'],
} as const satisfies Record<string, Row>
