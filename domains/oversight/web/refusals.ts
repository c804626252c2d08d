import type { Row } from '../../../web/face.ts'

/** What the technology register refuses with, in every language; see web/refusals/refusal.ts. */
export const REFUSALS: readonly Row[] = [
  ['consent ends before it begins', 'le consentement finit avant de commencer', 'تنتهي الموافقة قبل أن تبدأ', 'el consentimiento acaba antes de empezar'],
  ['Correct one of the two days', 'Corrigez l’un des deux jours', 'صحح أحد اليومين', 'Corrija uno de los dos días'],
  ['say why no consent is required', 'dites pourquoi aucun consentement n’est requis', 'اذكر لماذا لا تلزم موافقة', 'diga por qué no hace falta consentimiento'],
  ['the review lies before the decision', 'la révision précède la décision', 'المراجعة قبل القرار', 'la revisión es anterior a la decisión'],
  ['host-state consent {1}', 'consentement de l’État hôte {1}', 'موافقة الدولة المضيفة {1}', 'consentimiento del Estado anfitrión {1}'],
  ['due diligence {1}', 'diligence {1}', 'العناية الواجبة {1}', 'diligencia debida {1}'],
  ['consent {1}, due diligence {2}', 'consentement {1}, diligence {2}', 'الموافقة {1}، العناية الواجبة {2}', 'consentimiento {1}, diligencia debida {2}'],
]
