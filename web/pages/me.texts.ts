import type { Row } from '../i18n/texts.ts'

export const ROWS = {
  'passkeys': ['Passkeys', 'Clés d’accès', 'مفاتيح المرور', 'Llaves de acceso'],
  'why': ['Sign in with your finger, face or a security key instead of password and code. It cannot be stolen by a false page.', 'Connectez-vous par empreinte, visage ou clé de sécurité, sans mot de passe ni code. Une fausse page ne peut la voler.', 'ادخل ببصمتك أو وجهك أو مفتاح أمان بدل كلمة المرور والرمز. لا يمكن لصفحة مزيفة سرقته.', 'Entre con huella, rostro o llave de seguridad en lugar de contraseña y código. Una página falsa no puede robarla.'],
  'none': ['None yet', 'Aucune', 'لا شيء بعد', 'Ninguna aún'],
  'not-here': ['Browsers allow passkeys only over https, or on this machine as http://localhost.', 'Les navigateurs n’autorisent les clés d’accès qu’en https, ou sur cette machine en http://localhost.', 'لا تسمح المتصفحات بمفاتيح المرور إلا عبر https أو على هذا الجهاز عند http://localhost.', 'Los navegadores solo permiten llaves de acceso por https, o en esta máquina como http://localhost.'],
  'name': ['Name of the passkey', 'Nom de la clé d’accès', 'اسم مفتاح المرور', 'Nombre de la llave'],
  'name.example': ['e.g. duty-room laptop', 'p. ex. portable de permanence', 'مثلًا حاسوب المناوبة', 'p. ej. portátil de guardia'],
  'password': ['Your password', 'Votre mot de passe', 'كلمة مرورك', 'Su contraseña'],
  'add': ['Add a passkey', 'Ajouter une clé d’accès', 'إضافة مفتاح مرور', 'Añadir una llave'],
  'remove': ['Remove {name}', 'Retirer {name}', 'إزالة {name}', 'Quitar {name}'],
  'used': ['used', 'utilisée', 'استُخدم', 'usada'],
  'unused': ['not used yet', 'pas encore utilisée', 'لم يُستخدم بعد', 'aún sin usar'],
  'added': ['Passkey added', 'Clé d’accès ajoutée', 'أُضيف مفتاح المرور', 'Llave añadida'],
  'end-others': ['End all others', 'Clore toutes les autres', 'إنهاء البقية كلها', 'Cerrar todas las demás'],
  'must.title': ['Before you begin', 'Avant de commencer', 'قبل أن تبدأ', 'Antes de empezar'],
  'must.password': ['The password you were given is good for this once. Choose one of your own.', 'Le mot de passe reçu ne vaut que pour cette fois. Choisissez le vôtre.', 'كلمة المرور التي أُعطيتها صالحة هذه المرة فقط. اختر كلمتك.', 'La contraseña recibida vale solo esta vez. Elija la suya.'],
  'must.factor': ['Your role asks for more than a password. Add a passkey or an authenticator.', 'Votre rôle exige plus qu’un mot de passe. Ajoutez une clé d’accès ou une application.', 'دورك يحتاج أكثر من كلمة مرور. أضف مفتاح مرور أو تطبيق مصادقة.', 'Su función pide más que una contraseña. Añada una llave de acceso o un autenticador.'],
} as const satisfies Record<string, Row>
