import type { Row } from '../../../web/face.ts'

/** What feeds, tracks and their rules refuse with, in every language; see web/refusals/refusal.ts. */
export const REFUSALS: readonly Row[] = [
  ['no feed {1} that you may see', 'aucune source {1} que vous puissiez voir', 'لا مصدر {1} يجوز لك رؤيته', 'no hay ninguna fuente {1} que pueda ver'],
  ['only those who may edit the feed do this: administrators, chief and information manager of the JOC', 'réservé à ceux qui modifient la source : administrateurs, chef et gestionnaire de l’information du JOC', 'لمن يعدّل المصدر وحدهم: المديرون ورئيس المركز ومدير معلوماته', 'solo para quien edita la fuente: administradores, jefe y gestor de información del JOC'],
  ['the feed does not run: {1}', 'la source ne tourne pas : {1}', 'المصدر متوقف: {1}', 'la fuente no funciona: {1}'],
  ['no recording {1}', 'aucun enregistrement {1}', 'لا تسجيل {1}', 'no hay grabación {1}'],
  ['a recording of this feed is being played; stop it first', 'un enregistrement de cette source est en lecture ; arrêtez-le d’abord', 'يُعاد تشغيل تسجيل لهذا المصدر؛ أوقفه أولا', 'se está reproduciendo una grabación de esta fuente; deténgala antes'],
  ['{1} is not a track', '{1} n’est pas une piste', '{1} ليس مسارا', '{1} no es una traza'],
  ['{1} cannot be joined with itself; choose another track', '{1} ne peut être jointe à elle-même ; choisissez une autre piste', 'لا يُضم {1} إلى نفسه؛ اختر مسارا آخر', '{1} no puede unirse consigo misma; elija otra traza'],
  ['this track has no positions on that day, or you may not see them', 'cette piste n’a pas de positions ce jour-là, ou elles vous sont fermées', 'لا مواقع لهذا المسار في ذلك اليوم أو لا يجوز لك رؤيتها', 'esta traza no tiene posiciones ese día, o no puede verlas'],
  ['"{1}" is neither a grid, nor coordinates, nor a place that is known', '« {1} » n’est ni un carroyage, ni des coordonnées, ni un lieu connu', '«{1}» ليس إحداثيات شبكية ولا جغرافية ولا مكانا معروفا', '«{1}» no es una cuadrícula, ni coordenadas, ni un lugar conocido'],
  ['the track is not on the live picture', 'la piste n’est pas sur l’image en direct', 'المسار ليس على الصورة الحية', 'la traza no está en la imagen en vivo'],
  ['track rules are tried by those who make them', 'les règles de pistes sont essayées par ceux qui les font', 'قواعد المسارات يجربها من يضعها', 'las reglas de trazas las prueba quien las hace'],
  ['the period must be longer than nothing and at most {1} days', 'la période ne peut être vide ni dépasser {1} jours', 'يجب ألا تكون المدة فارغة ولا تتجاوز {1} يوما', 'el periodo no puede ser vacío ni pasar de {1} días'],
  ['Choose areas or draw one', 'Choisissez des zones ou dessinez-en une', 'اختر مناطق أو ارسم واحدة', 'Elija zonas o dibuje una'],
  ['needs the line of the route', 'demande le tracé de l’itinéraire', 'يحتاج إلى خط الطريق', 'necesita la línea de la ruta'],
  ['a circle needs a radius', 'un cercle demande un rayon', 'الدائرة تحتاج إلى نصف قطر', 'un círculo necesita un radio'],
  ['Give metres', 'Donnez des mètres', 'أعط أمتارا', 'Dé metros'],
  ['a line needs two positions or more', 'une ligne demande au moins deux positions', 'الخط يحتاج إلى موقعين أو أكثر', 'una línea necesita al menos dos posiciones'],
  ['the hours are empty', 'les heures sont vides', 'الساعات فارغة', 'las horas están vacías'],
  ['Leave both out for the whole day', 'Laissez les deux vides pour toute la journée', 'اتركهما معا لليوم كله', 'Deje ambas vacías para todo el día'],
  ['is not an address of a stream', 'n’est pas l’adresse d’un flux', 'ليس عنوان بث', 'no es la dirección de una transmisión'],
  ['has a name or password in it', 'contient un nom ou un mot de passe', 'فيه اسم أو كلمة سر', 'contiene un nombre o una contraseña'],
  ['Leave them out: everyone who may read this record would have them', 'Retirez-les : tout lecteur de cette fiche les aurait', 'احذفهما: سيحصل عليهما كل قارئ لهذا السجل', 'Quítelos: los tendría todo lector de esta ficha'],
]
