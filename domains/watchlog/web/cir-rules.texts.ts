import type { Row } from '../../../web/face.ts'

/** Words of requirements on the page of all rules: English, French, Arabic, Spanish. */
export const ROWS = {
  'title': ['What leadership is called for', 'Ce pour quoi la direction est appelée', 'ما تُستدعى القيادة لأجله', 'Por qué se llama a la jefatura'],
  'lead': ['Critical information requirements: a record that meets one brings up the call list.', 'Besoins critiques en information : une fiche qui y répond fait apparaître la liste d’appel.', 'متطلبات المعلومات الحرجة: السجل الذي يستوفي أحدها يُظهر قائمة الاتصال.', 'Requisitos críticos de información: una ficha que cumple uno muestra la lista de llamadas.'],
  'none': ['No requirement yet.', 'Aucun besoin pour l’instant.', 'لا متطلبات بعد.', 'Aún no hay requisitos.'],
  'from': ['severity {n} or worse', 'gravité {n} ou plus', 'خطورة {n} أو أشد', 'gravedad {n} o peor'],
  'calls': ['call within {n} min', 'appeler sous {n} min', 'الاتصال خلال {n} دقيقة', 'llamar en {n} min'],
  'areas': ['areas: {n}', 'zones : {n}', 'المناطق: {n}', 'zonas: {n}'],
  'words': ['words: “{words}”', 'mots : « {words} »', 'الكلمات: «{words}»', 'palabras: «{words}»'],
} as const satisfies Record<string, Row>
