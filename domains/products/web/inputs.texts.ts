import type { Row } from '../../../web/face.ts'

/** Words of what the sectors sent in: English, French, Arabic, Spanish. */
export const ROWS = {
  'title': ['Reports of the sectors for {day}', 'Comptes rendus des secteurs pour le {day}', 'تقارير القطاعات ليوم {day}', 'Partes de los sectores para el {day}'],
  'due': ['Due {at}', 'Attendus {at}', 'موعدها {at}', 'Vencen {at}'],
  'state.received': ['received {at}', 'reçu {at}', 'ورد {at}', 'recibido {at}'],
  'state.nil': ['NIL, {at}', 'NÉANT, {at}', 'لا شيء، {at}', 'NADA, {at}'],
  'state.late': ['received late, {at}', 'reçu en retard, {at}', 'ورد متأخرا {at}', 'recibido tarde, {at}'],
  'state.awaited': ['not yet due', 'pas encore attendu', 'لم يحن موعده', 'aún no vence'],
  'state.due': ['due, not received', 'attendu, non reçu', 'حان ولم يرد', 'vencido, no recibido'],
  'state.missing': ['NOT RECEIVED', 'NON REÇU', 'لم يرد', 'NO RECIBIDO'],
  'report': ['Report', 'Compte rendu', 'تقرير', 'Parte'],
  'report.of': ['Report of {name}', 'Compte rendu de {name}', 'تقرير {name}', 'Parte de {name}'],
  'report.text': ['What {name} reports for {day}', 'Ce que rend compte {name} pour le {day}', 'ما أبلغ به {name} ليوم {day}', 'Lo que informa {name} para el {day}'],
  'report.save': ['Take it in', 'Enregistrer', 'تسجيل', 'Registrar'],
  'report.nil': ['NIL: nothing to report', 'NÉANT : rien à signaler', 'لا شيء: ليس هناك ما يُبلَّغ', 'NADA que informar'],
  'report.cancel': ['Cancel', 'Annuler', 'إلغاء', 'Cancelar'],
  'report.saved': ['The report of {name} is in.', 'Le compte rendu de {name} est enregistré.', 'سُجل تقرير {name}.', 'El parte de {name} está registrado.'],
  'report.kept': ['The report of {name} is kept on this device and sent once there is a connection.', 'Le compte rendu de {name} est gardé sur cet appareil et partira dès qu’il y aura une liaison.', 'حُفظ تقرير {name} على هذا الجهاز ويُرسل عند توفر الاتصال.', 'El parte de {name} se guarda en este dispositivo y se enviará cuando haya conexión.'],
  'all': ['All reports of units', 'Tous les comptes rendus d’unités', 'كل تقارير الوحدات', 'Todos los partes de unidades'],
  'shown': ['showing {n} of {all} sectors', '{n} secteurs affichés sur {all}', 'يُعرض {n} من {all} قطاعات', 'se muestran {n} de {all} sectores'],
} satisfies Record<string, Row>
