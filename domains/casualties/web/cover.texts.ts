import type { Row } from '../../../web/face.ts'

/** Words of medical cover: English, French, Arabic, Spanish. */
export const ROWS = {
  'title': ['Medical cover', 'Couverture médicale', 'التغطية الطبية', 'Cobertura médica'],
  'all': ['The whole way lies within reach {when}: whoever is hurt on it is in surgery within two hours.', 'Tout l’itinéraire est à portée {when} : tout blessé est opéré en deux heures.', 'الطريق كله ضمن المدى {when}: كل من يصاب عليه يصل إلى الجراحة خلال ساعتين.', 'Toda la ruta está al alcance {when}: quien resulte herido llega a cirugía en dos horas.'],
  'out': ['{out} km of {all} km lie outside medical reach {when}: surgery would come later than two hours after the injury', '{out} km sur {all} km sont hors de portée médicale {when} : la chirurgie viendrait plus de deux heures après la blessure', '{out} كم من {all} كم خارج المدى الطبي {when}: تصل الجراحة بعد أكثر من ساعتين من الإصابة', '{out} km de {all} km quedan fuera del alcance médico {when}: la cirugía llegaría más de dos horas después de la lesión'],
  'out.do': ['Say below, under medical support, who accepts the risk and what goes with it: a team on board, an ambulance half way, another time of day.', 'Indiquez ci-dessous, sous l’appui médical, qui accepte le risque et ce qui l’accompagne : équipe à bord, ambulance à mi-chemin, autre heure.', 'اذكر أدناه في الدعم الطبي من يقبل المخاطرة وما يرافقها: فريق على المتن، سيارة إسعاف في منتصف الطريق، وقت آخر.', 'Indique abajo, en el apoyo médico, quién acepta el riesgo y qué lo acompaña: equipo a bordo, ambulancia a medio camino, otra hora.'],
  'accepted': ['Written under medical support: {words}', 'Inscrit sous l’appui médical : {words}', 'مكتوب في الدعم الطبي: {words}', 'Escrito en el apoyo médico: {words}'],
  'open': ['Nothing is written under medical support: the risk is not accepted by anybody yet.', 'Rien n’est inscrit sous l’appui médical : personne n’a encore accepté le risque.', 'لا شيء مكتوب في الدعم الطبي: لم يقبل أحد المخاطرة بعد.', 'No hay nada escrito en el apoyo médico: nadie ha aceptado aún el riesgo.'],
  'from.to': ['km {from} to {to}', 'du km {from} au km {to}', 'من كم {from} إلى كم {to}', 'del km {from} al km {to}'],
  'day': ['by day', 'de jour', 'نهارًا', 'de día'],
  'night': ['by night', 'de nuit', 'ليلًا', 'de noche'],
  'none': ['No helicopter that is ready and no theatre that operates are known together: every way is outside reach until they report.', 'Aucun hélicoptère prêt avec un bloc en service n’est connu : tout itinéraire est hors de portée jusqu’à leur compte rendu.', 'لا تُعرف مروحية جاهزة مع غرفة عمليات عاملة: كل طريق خارج المدى حتى يُبلَّغ عنهما.', 'No se conoce un helicóptero listo junto con un quirófano en servicio: toda ruta queda fuera hasta que informen.'],
  'stale.assets': ['{n} aircraft it counts on were said to be ready more than twelve hours ago: call before relying on them.', '{n} aéronefs ont été dits prêts il y a plus de douze heures : appelez avant de compter dessus.', '{n} طائرات أُعلن أنها جاهزة قبل أكثر من اثنتي عشرة ساعة: اتصل قبل الاعتماد عليها.', 'De {n} aeronaves se dijo hace más de doce horas que estaban listas: llame antes de contar con ellas.'],
  'stale': ['{n} facilities it counts on did not report for twelve hours: call before relying on them.', '{n} formations n’ont pas rendu compte depuis douze heures : appelez avant de compter dessus.', '{n} مرافق يعتمد عليها لم تُبلّغ منذ اثنتي عشرة ساعة: اتصل قبل الاعتماد عليها.', '{n} centros con los que cuenta no informan desde hace doce horas: llame antes de confiar.'],
  'settings': ['How reach is reckoned', 'Calcul de la portée', 'كيف يُحسب المدى', 'Cómo se calcula el alcance'],
  'settings.lead': ['Minutes of the two hours that are not flight; each helicopter flies at its own speed. Kept on this device.', 'Minutes des deux heures hors vol ; chaque hélicoptère vole à sa vitesse. Gardé sur cet appareil.', 'دقائق الساعتين التي ليست طيرانًا؛ وكل مروحية تطير بسرعتها. تُحفظ على هذا الجهاز.', 'Minutos de las dos horas que no son vuelo; cada helicóptero vuela a su velocidad. Guardado en este dispositivo.'],
  'limitMin': ['To surgery (min)', 'Jusqu’à la chirurgie (min)', 'حتى الجراحة (د)', 'Hasta la cirugía (min)'],
  'alertMin': ['Alert (min)', 'Alerte (min)', 'الإنذار (د)', 'Alerta (min)'],
  'reactDayMin': ['Wheels up by day (min)', 'Décollage de jour (min)', 'الإقلاع نهارًا (د)', 'Despegue de día (min)'],
  'reactNightMin': ['Wheels up by night (min)', 'Décollage de nuit (min)', 'الإقلاع ليلًا (د)', 'Despegue de noche (min)'],
  'groundMin': ['On the ground (min)', 'Au sol (min)', 'على الأرض (د)', 'En tierra (min)'],
  'handoverMin': ['Hand-over (min)', 'Remise (min)', 'التسليم (د)', 'Entrega (min)'],
  'kmh': ['Speed of the rings (km/h)', 'Vitesse des anneaux (km/h)', 'سرعة الحلقات (كم/س)', 'Velocidad de los anillos (km/h)'],
  'usual': ['Usual figures', 'Valeurs usuelles', 'القيم المعتادة', 'Valores habituales'],
  'radius': ['{day} km by day, {night} km by night where both stand together', '{day} km de jour, {night} km de nuit s’ils sont ensemble', '{day} كم نهارًا و{night} كم ليلًا حين يكونان معًا', '{day} km de día, {night} km de noche si están juntos'],
  'unknown.time': ['No departure yet: reckoned by night, the shorter reach.', 'Pas encore de départ : calculé de nuit, portée la plus courte.', 'لا موعد انطلاق بعد: حُسب ليلًا، المدى الأقصر.', 'Aún sin salida: calculado de noche, el alcance menor.'],
} as const satisfies Record<string, Row>
