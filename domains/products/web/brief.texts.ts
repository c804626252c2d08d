import type { Row } from '../../../web/face.ts'

export const ROWS = {
  'title': ['Brief', 'Exposé', 'إحاطة', 'Exposición'],
  'slide': ['{n} of {all}', '{n} sur {all}', '{n} من {all}', '{n} de {all}'],
  'next': ['Next', 'Suivant', 'التالي', 'Siguiente'],
  'back': ['Back', 'Précédent', 'السابق', 'Anterior'],
  'leave': ['Leave the brief', 'Quitter l’exposé', 'مغادرة الإحاطة', 'Salir de la exposición'],
  'auto': ['Advance by itself', 'Défilement automatique', 'تقدم تلقائي', 'Avance automático'],
  'full': ['Full screen', 'Plein écran', 'ملء الشاشة', 'Pantalla completa'],
  'period': ['{from} to {to}', 'du {from} au {to}', 'من {from} إلى {to}', 'del {from} al {to}'],
  'exercise': ['EXERCISE', 'EXERCICE', 'تمرين', 'EJERCICIO'],
  'draft': ['DRAFT, not released', 'PROJET, non diffusé', 'مسودة، لم تصدر', 'BORRADOR, sin difundir'],
  'released': ['Released {at} by {name}', 'Diffusé {at} par {name}', 'صدر {at}، {name}', 'Difundido {at} por {name}'],
  'keys': ['Arrow keys or space turn the page, A advances by itself, Escape leaves.', 'Flèches ou espace pour tourner la page, A pour le défilement, Échap pour quitter.', 'الأسهم أو المسافة لتقليب الصفحة، A للتقدم التلقائي، Escape للمغادرة.', 'Flechas o espacio pasan la página, A avanza sola, Escape sale.'],
} satisfies Record<string, Row>
