import type { Row } from '../../../web/face.ts'

/** What products and templates refuse with, in every language; see web/refusals/refusal.ts. */
export const REFUSALS: readonly Row[] = [
  ['The template cannot be used: {1}', 'Le modèle est inutilisable : {1}', 'لا يمكن استعمال القالب: {1}', 'La plantilla no se puede usar: {1}'],
  ['this is no .docx file that can be read; save it as a Word document (.docx) and send it again', 'ce n’est pas un .docx lisible ; enregistrez-le en document Word (.docx) et renvoyez-le', 'ليس ملف ‎.docx مقروءا؛ احفظه مستند Word (.docx) وأعد إرساله', 'no es un .docx legible; guárdelo como documento de Word (.docx) y vuelva a enviarlo'],
  ['the section {1} would stand above your own clearance', 'la section {1} dépasserait votre habilitation', 'القسم {1} يعلو تصريحك', 'la sección {1} superaría su habilitación'],
  ['{1} values changed since it was made at {2}; make it again, look at it, and release then', '{1} valeurs ont changé depuis {2} ; refaites-le, regardez-le, puis diffusez', 'تغيرت {1} قيمة منذ صنعه في {2}؛ اصنعه من جديد وانظر فيه ثم أفرج عنه', 'cambiaron {1} valores desde {2}; hágalo de nuevo, mírelo y entonces divúlguelo'],
  ['you may not make this product: {1}', 'vous ne pouvez faire ce produit : {1}', 'لا يجوز لك صنع هذا المنتج: {1}', 'no puede hacer este producto: {1}'],
  ['"{1}" is no day', '« {1} » n’est pas un jour', '«{1}» ليس يوما', '«{1}» no es un día'],
  ['it says a name that nobody may be told before next of kin are informed, in: {1}', 'il dit un nom que nul ne doit connaître avant les proches, dans : {1}', 'يذكر اسما لا يجوز أن يُعرف قبل إبلاغ الأقارب، في: {1}', 'dice un nombre que nadie debe saber antes que los familiares, en: {1}'],
  ['only those who draft or release it are told', 'réservé à ceux qui le rédigent ou le diffusent', 'لمن يكتبه أو يفرج عنه وحدهم', 'solo para quienes lo redactan o divulgan'],
  ['the product has no such value; it may have been made anew since', 'le produit n’a pas cette valeur ; il a pu être refait depuis', 'لا قيمة كهذه في المنتج؛ لعله صُنع من جديد', 'el producto no tiene ese valor; quizá se rehízo desde entonces'],
  ['no product {1} that you may see', 'aucun produit {1} que vous puissiez voir', 'لا منتج {1} يجوز لك رؤيته', 'no hay ningún producto {1} que pueda ver'],
  ['it was released before', 'il a déjà été diffusé', 'أُفرج عنه من قبل', 'ya se divulgó'],
]
