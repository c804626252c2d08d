import type { Row } from '../i18n/texts.ts'

/** Words of the glossary and of the tips of the first days. */
export const ROWS = {
  'glossary.title': ['Glossary', 'Glossaire', 'المصطلحات', 'Glosario'],
  'glossary.find': ['Find a term, in any of the four languages', 'Chercher un terme, dans une des quatre langues', 'ابحث عن مصطلح بأي من اللغات الأربع', 'Buscar un término, en cualquiera de los cuatro idiomas'],
  'glossary.shown': ['Showing {n} of {of}', '{n} sur {of}', 'عرض {n} من {of}', 'Se muestran {n} de {of}'],
  'glossary.none': ['No term has these letters. Try a shorter word.', 'Aucun terme ne contient ces lettres. Essayez un mot plus court.', 'لا مصطلح بهذه الأحرف. جرّب كلمة أقصر.', 'Ningún término tiene estas letras. Pruebe una palabra más corta.'],
  'tip.label': ['Tip', 'Conseil', 'نصيحة', 'Consejo'],
  'tip.next': ['Understood', 'Compris', 'فهمت', 'Entendido'],
  'tip.none': ['No more tips', 'Plus de conseils', 'لا مزيد من النصائح', 'No más consejos'],
  'tip.again': ['Show the tips again', 'Revoir les conseils', 'أظهر النصائح مجددا', 'Volver a mostrar los consejos'],
  'tip.quick': ['Press / and type what you hear, as you hear it: time, place and category are read from your words.', 'Appuyez sur / et tapez ce que vous entendez : heure, lieu et catégorie sont lus dans vos mots.', 'اضغط / واكتب ما تسمعه كما تسمعه: يُقرأ الوقت والمكان والفئة من كلماتك.', 'Pulse / y escriba lo que oye tal como lo oye: la hora, el lugar y la categoría se leen de sus palabras.'],
  'tip.undo': ['Nothing is lost: u takes back what you did last, and what you type stays while there is no link.', 'Rien ne se perd : u annule votre dernière action, et ce que vous tapez reste gardé sans liaison.', 'لا شيء يضيع: ‏u يتراجع عن آخر ما فعلت، وما تكتبه يبقى عند انقطاع الاتصال.', 'Nada se pierde: u deshace lo último y lo que escribe se conserva aunque no haya enlace.'],
  'tip.palette': ['Ctrl K finds any page, command or record; ? shows every key of this screen.', 'Ctrl K trouve toute page, commande ou fiche ; ? montre les touches de cet écran.', 'Ctrl K يجد أي صفحة أو أمر أو سجل؛ و? يعرض كل مفاتيح هذه الشاشة.', 'Ctrl K encuentra cualquier página, orden o ficha; ? muestra las teclas de esta pantalla.'],
  'tip.facets': ['Numbers beside a list count what is left: choose a value, and every other count follows.', 'Les nombres à côté d’une liste comptent ce qui reste : choisissez une valeur, tous les autres suivent.', 'الأعداد بجانب القائمة تعد ما بقي: اختر قيمة فتتبعها سائر الأعداد.', 'Los números junto a una lista cuentan lo que queda: elija un valor y los demás lo siguen.'],
  'tip.saved': ['Save a search you ask again: it tells you what is new, and others see it with their own rights.', 'Enregistrez une recherche que vous refaites : elle dit ce qui est nouveau, et les autres la voient selon leurs droits.', 'احفظ بحثا تكرره: يخبرك بالجديد، ويراه الآخرون بحسب حقوقهم.', 'Guarde una búsqueda que repite: le dice qué hay de nuevo, y los demás la ven según sus derechos.'],
  'tip.accounts': ['Give each person their own account and the smallest role that does the job; rights follow the area.', 'Donnez à chacun son compte et le plus petit rôle qui suffit ; les droits suivent la zone.', 'أعط كل شخص حسابه وأصغر دور يكفيه؛ والحقوق تتبع المنطقة.', 'Dé a cada persona su cuenta y la función mínima que baste; los derechos siguen la zona.'],
} satisfies Record<string, Row>
