import type { Row } from './texts.ts'

/** Names of the rail's sections and what can be done with it. */
export const RAIL_ROWS = {
  'rail.watch': ['Watch floor', 'Salle de veille', 'قاعة المناوبة', 'Sala de guardia'],
  'rail.live': ['Live picture', 'Situation en direct', 'الصورة الحية', 'Situación en vivo'],
  'rail.respond': ['Movements and response', 'Mouvements et secours', 'التحركات والاستجابة', 'Movimientos y respuesta'],
  'rail.knowledge': ['What is known', 'Ce que l’on sait', 'ما هو معروف', 'Lo que se sabe'],
  'rail.study': ['Analysis and products', 'Analyse et produits', 'التحليل والمنتجات', 'Análisis y productos'],
  'rail.setup': ['Oversight and setup', 'Contrôle et réglages', 'الرقابة والإعداد', 'Control y configuración'],
  'rail.clocks': ['Clocks', 'Délais', 'المهل', 'Plazos'],
  'rail.names': ['Show names', 'Afficher les noms', 'إظهار الأسماء', 'Mostrar los nombres'],
  'rail.signs': ['Show signs only', 'N’afficher que les icônes', 'إظهار الرموز فقط', 'Mostrar solo los iconos'],
  'rail.more': ['More places', 'Autres pages', 'أماكن أخرى', 'Más lugares'],
  'keys.rail': ['Go to the rail of places', 'Aller à la navigation', 'الانتقال إلى شريط الأماكن', 'Ir a la navegación'],
  'keys.rail-wide': ['Names in the rail, or signs only', 'Noms dans la navigation, ou icônes seules', 'أسماء في الشريط أو رموز فقط', 'Nombres en la navegación, o solo iconos'],
} satisfies Record<string, Row>
