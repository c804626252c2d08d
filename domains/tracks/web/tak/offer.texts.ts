import type { Row } from '../../../../web/face.ts'

export const ROWS = {
  'offer': ['Offer to TAK devices', 'Proposer aux appareils TAK', 'عرضها على أجهزة TAK', 'Ofrecer a los dispositivos TAK'],
  'offer.to': ['Callsigns', 'Indicatifs', 'نداءات الاتصال', 'Indicativos'],
  'offer.hint': ['Separated by commas. Left empty, every connected device that may see this package is told.', 'Séparés par des virgules. Vide : tous les appareils connectés qui peuvent voir ce paquet sont avertis.', 'تفصل بينها فواصل. إن تُركت فارغة أُبلغ كل جهاز متصل يحق له رؤية هذه الحزمة.', 'Separados por comas. Si se deja vacío, se avisa a todo dispositivo conectado que pueda ver este paquete.'],
  'offer.send': ['Offer', 'Proposer', 'اعرض', 'Ofrecer'],
  'offer.told': ['Devices told: {n}. They fetch it when their users agree.', 'Appareils avertis : {n}. Ils le récupèrent quand leur utilisateur accepte.', 'الأجهزة المبلَّغة: {n}. تجلبها حين يوافق مستعملوها.', 'Dispositivos avisados: {n}. Lo descargan cuando su usuario acepta.'],
  'offer.nobody': ['No device was told: none is connected that may see it and bears such a callsign. Offer it again later.', 'Aucun appareil averti : aucun n’est connecté qui puisse le voir et porte cet indicatif. Proposez-le plus tard.', 'لم يُبلَّغ أي جهاز: لا جهاز متصل يحق له رؤيتها ويحمل هذا النداء. اعرضها لاحقًا.', 'No se avisó a ningún dispositivo: no hay ninguno conectado que pueda verlo y lleve ese indicativo. Ofrézcalo más tarde.'],
} as const satisfies Record<string, Row>
