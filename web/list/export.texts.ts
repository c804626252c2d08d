import type { Row } from '../i18n/texts.ts'

export const ROWS = {
  'gpkg': ['GeoPackage (QGIS, ArcGIS)', 'GeoPackage (QGIS, ArcGIS)', 'ملف GeoPackage ‏(QGIS وArcGIS)', 'GeoPackage (QGIS, ArcGIS)'],
  'gpx': ['GPX (GPS receivers)', 'GPX (récepteurs GPS)', 'ملف GPX (أجهزة GPS)', 'GPX (receptores GPS)'],
  'live': ['Live addresses…', 'Adresses à jour…', 'عناوين محدّثة…', 'Direcciones al día…'],
  'gpx.only': ['Only records with a point become waypoints; the others are left out of a GPX file.', 'Seules les fiches ayant un point deviennent des repères ; les autres sont absentes du GPX.', 'لا تصبح نقاط طريق إلا السجلات ذات نقطة؛ ويُستبعد غيرها من ملف GPX.', 'Solo las fichas con un punto se convierten en puntos de paso; las demás quedan fuera del GPX.'],
  'making': ['Making the file: {done} of {total}', 'Préparation du fichier : {done} sur {total}', 'جارٍ إعداد الملف: {done} من {total}', 'Preparando el archivo: {done} de {total}'],
  'underWay': ['Being made', 'En préparation', 'قيد الإعداد', 'En preparación'],
  'waiting': ['Waits for another export', 'Attend un autre export', 'ينتظر تصديرا آخر', 'Espera otra exportación'],
  'waits': ['Waits for exports before it: {own} of yours, {others} of others', 'Attend les exports précédents : {own} à vous, {others} à d’autres', 'ينتظر عمليات تصدير قبله: {own} لك و{others} لغيرك', 'Espera exportaciones anteriores: {own} suyas, {others} de otros'],
  'leave': ['You may close this and go on; the file waits here for a day.', 'Vous pouvez fermer et continuer ; le fichier vous attend ici un jour.', 'يمكنك الإغلاق والمتابعة؛ ينتظرك الملف هنا يوما.', 'Puede cerrar esto y seguir; el archivo espera aquí un día.'],
  'stop': ['Stop', 'Arrêter', 'إيقاف', 'Detener'],
  'stopped': ['Stopped; nothing left the system.', 'Arrêté ; rien n’est sorti du système.', 'أُوقف ولم يخرج شيء من النظام.', 'Detenido; nada salió del sistema.'],
  'ready': ['{count} records · {marking}', '{count} fiches · {marking}', '{count} سجلات · {marking}', '{count} fichas · {marking}'],
  'fetch': ['Save the file', 'Enregistrer le fichier', 'احفظ الملف', 'Guardar el archivo'],
  'recent': ['Files of the last day', 'Fichiers du dernier jour', 'ملفات اليوم الأخير', 'Archivos del último día'],
} as const satisfies Record<string, Row>
