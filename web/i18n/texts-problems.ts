import type { Row } from './texts.ts'

/** What a node may refuse, in a line, by the id of the problem; the details it gives are in English. */
export const PROBLEM_ROWS = {
  'problem.invalid-query': ['The question is not right', 'La requête n’est pas valide', 'الاستعلام غير صالح', 'La consulta no es válida'],
  'problem.malformed-body': ['What was sent cannot be read', 'L’envoi est illisible', 'تعذرت قراءة المرسل', 'Lo enviado no se puede leer'],
  'problem.second-factor-needed': ['A second factor is needed', 'Un second facteur est nécessaire', 'يلزم عامل ثان', 'Hace falta un segundo factor'],
  'problem.cross-site': ['A request from another site was refused', 'Requête d’un autre site refusée', 'رُفض طلب من موقع آخر', 'Se rechazó una petición de otro sitio'],
  'problem.no-consent': ['No valid consent or due diligence', 'Ni consentement ni diligence en cours de validité', 'لا موافقة أو عناية واجبة سارية', 'Sin consentimiento ni diligencia debida en vigor'],
  'problem.wrong-state': ['Not possible as it stands now', 'Impossible dans l’état actuel', 'غير ممكن في الحالة الراهنة', 'No es posible en el estado actual'],
  'problem.already-set-up': ['This mission is set up already', 'Cette mission est déjà installée', 'هذه البعثة منشأة بالفعل', 'Esta misión ya está configurada'],
  'problem.not-set-up': ['No mission is set up yet', 'Aucune mission n’est encore installée', 'لا بعثة منشأة بعد', 'Aún no hay ninguna misión configurada'],
  'problem.idempotency-mismatch': ['This was sent before with other contents', 'Déjà envoyé avec un autre contenu', 'أُرسل هذا سابقا بمحتوى آخر', 'Esto se envió antes con otro contenido'],
  'problem.duplicate': ['It exists already', 'Existe déjà', 'موجود بالفعل', 'Ya existe'],
  'problem.erased': ['It was erased', 'Effacé', 'مُحي', 'Se borró'],
  'problem.too-large': ['Too large', 'Trop volumineux', 'أكبر من المسموح', 'Demasiado grande'],
  'problem.unsupported-type': ['This kind of file is not taken here', 'Ce type de fichier n’est pas accepté ici', 'لا يُقبل هنا هذا النوع من الملفات', 'Aquí no se acepta este tipo de archivo'],
  'problem.rule-broken': ['A rule forbids it', 'Une règle l’interdit', 'تمنعه قاعدة', 'Una regla lo impide'],
} satisfies Record<string, Row>
