import type { Row } from '../../../web/face.ts'

export const ROWS = {
  'ends': ['Ends or is due within 90 days', 'Expire ou est dû sous 90 jours', 'ينتهي أو يستحق خلال 90 يوما', 'Vence en 90 días'],
  'ends.none': ['Nothing ends within 90 days.', 'Rien n’expire sous 90 jours.', 'لا شيء ينتهي خلال 90 يوما.', 'Nada vence en 90 días.'],
  'within': ['Within {n} days', 'Sous {n} jours', 'خلال {n} يوما', 'En {n} días'],
  'end.consent': ['consent ends on {day}', 'le consentement expire le {day}', 'تنتهي الموافقة في {day}', 'el consentimiento vence el {day}'],
  'end.review': ['due diligence is to be reviewed by {day}', 'la diligence voulue est à revoir avant le {day}', 'تُراجع العناية الواجبة قبل {day}', 'la diligencia debida se revisa antes del {day}'],
  'over': ['over', 'dépassé', 'انقضى', 'vencido'],
  'days': ['{n} {n|day|days}', '{n} {n|jour|jours}', 'الأيام: {n}', '{n} {n|día|días}'],
  'where': ['Where each may work', 'Où chacune peut fonctionner', 'أين يمكن لكل منها العمل', 'Dónde puede funcionar cada una'],
  'where.map': ['Show it on the map: layer “Technology consent” in the operations room.', 'Voir sur la carte : couche « Consentement des technologies » de la salle d’opérations.', 'اعرضه على الخريطة: طبقة «موافقات التقنيات» في غرفة العمليات.', 'Verlo en el mapa: capa «Consentimiento de tecnologías» de la sala de operaciones.'],
  'technology': ['Technology', 'Technologie', 'التقنية', 'Tecnología'],
  'why.cleared': ['may work', 'peut fonctionner', 'مسموح', 'puede funcionar'],
  'why.part': ['in part of it', 'en partie', 'في جزء منها', 'en parte'],
  'why.outside': ['no: not for this area', 'non : pas pour cette zone', 'لا: ليست لهذه المنطقة', 'no: no para esta zona'],
  'why.permit': ['no: {why}', 'non : {why}', 'لا: {why}', 'no: {why}'],
  'no-areas': ['No sectors are drawn yet.', 'Aucun secteur dessiné.', 'لم تُرسم قطاعات بعد.', 'Aún no hay sectores.'],
  'print': ['Print', 'Imprimer', 'طباعة', 'Imprimir'],
} satisfies Record<string, Row>
