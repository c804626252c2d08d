import type { Row } from '../i18n/texts.ts'

/** Words of editing a fact where it stands. */
export const ROWS = {
  'edit.field': ['Change {field}', 'Changer : {field}', 'تغيير {field}', 'Cambiar {field}'],
  'edit.kept': ['Kept on this device; it is sent when there is a link.', 'Gardé sur cet appareil ; envoyé dès qu’il y a une liaison.', 'محفوظ على هذا الجهاز؛ يُرسل عند توفر الاتصال.', 'Guardado en este equipo; se enviará cuando haya enlace.'],
  'edit.saved': ['Saved: {field}', 'Enregistré : {field}', 'حُفظ: {field}', 'Guardado: {field}'],
  'edit.empty': ['Not filled in', 'Non renseigné', 'غير معبأ', 'Sin rellenar'],
  'edit.more': ['Empty fields', 'Champs vides', 'حقول فارغة', 'Campos vacíos'],
} as const satisfies Record<string, Row>
