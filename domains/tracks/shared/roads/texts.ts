import type { Texts } from '../../../../core/i18n.ts'

/** Words of road networks and the speeds on them. */
export const roadTexts: Texts = {
  'kind.road-network': { en: 'Road network', fr: 'Réseau routier', es: 'Red de carreteras', ar: 'شبكة طرق' },
  'kinds.road-network': { en: 'Road networks', fr: 'Réseaux routiers', es: 'Redes de carreteras', ar: 'شبكات الطرق' },
  'field.road-network.name': { en: 'Name', fr: 'Nom', es: 'Nombre', ar: 'الاسم' },
  'field.road-network.source': { en: 'Where its lines come from', fr: 'Origine des tracés', es: 'Origen de las líneas', ar: 'مصدر خطوطها' },
  'field.road-network.sha256': { en: 'SHA-256', fr: 'SHA-256', es: 'SHA-256', ar: 'SHA-256' },
  'field.road-network.attribution': { en: 'Attribution', fr: 'Mention de source', es: 'Atribución', ar: 'نسبة المصدر' },
  'field.road-network.roads': { en: 'Roads', fr: 'Routes', es: 'Carreteras', ar: 'الطرق' },
  'field.road-network.km': { en: 'Length (km)', fr: 'Longueur (km)', es: 'Longitud (km)', ar: 'الطول (كم)' },
  'field.road-network.enabled': { en: 'In use', fr: 'En service', es: 'En uso', ar: 'قيد الاستخدام' },
  'kind.road-pace': { en: 'Speeds on roads', fr: 'Vitesses sur route', es: 'Velocidades en carretera', ar: 'السرعات على الطرق' },
  'kinds.road-pace': { en: 'Speeds on roads', fr: 'Vitesses sur route', es: 'Velocidades en carretera', ar: 'السرعات على الطرق' },
  'field.road-pace.name': { en: 'Name', fr: 'Nom', es: 'Nombre', ar: 'الاسم' },
  'field.road-pace.classes': { en: 'Speed by class and surface (km/h)', fr: 'Vitesse par classe et revêtement (km/h)', es: 'Velocidad por clase y firme (km/h)', ar: 'السرعة حسب الفئة والسطح (كم/س)' },
  'field.road-pace.night': { en: 'Part of the speed at night', fr: 'Part de la vitesse la nuit', es: 'Parte de la velocidad de noche', ar: 'نسبة السرعة ليلا' },
  'field.road-pace.wetPaved': { en: 'Part in the wet season, paved', fr: 'Part en saison humide, revêtu', es: 'Parte en época húmeda, asfaltado', ar: 'النسبة في موسم الأمطار، معبّد' },
  'field.road-pace.wetUnpaved': { en: 'Part in the wet season, unpaved', fr: 'Part en saison humide, non revêtu', es: 'Parte en época húmeda, sin asfaltar', ar: 'النسبة في موسم الأمطار، غير معبّد' },
  'field.road-pace.wetOffRoad': { en: 'Part in the wet season, off road', fr: 'Part en saison humide, hors route', es: 'Parte en época húmeda, fuera de carretera', ar: 'النسبة في موسم الأمطار، خارج الطرق' },
  'field.road-pace.offRoadKmh': { en: 'Off road (km/h)', fr: 'Hors route (km/h)', es: 'Fuera de carretera (km/h)', ar: 'خارج الطرق (كم/س)' },
  'field.road-pace.nightFrom': { en: 'Night from (hour)', fr: 'Nuit à partir de (heure)', es: 'Noche desde (hora)', ar: 'الليل من (ساعة)' },
  'field.road-pace.nightTo': { en: 'Night until (hour)', fr: 'Nuit jusqu’à (heure)', es: 'Noche hasta (hora)', ar: 'الليل حتى (ساعة)' },
  'field.road-pace.wetMonths': { en: 'Months of the wet season (1 to 12)', fr: 'Mois de la saison humide (1 à 12)', es: 'Meses de la época húmeda (1 a 12)', ar: 'أشهر موسم الأمطار (1 إلى 12)' },
}
