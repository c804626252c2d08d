import { directionOf, type Locale } from '../../core/i18n.ts'
import type { Problem } from '../../core/problem.ts'
import type { OidcReason } from '../auth/oidc.ts'

type Words = Record<Locale, string>

const TITLE: Words = { en: 'You are not signed in', fr: 'Vous n’êtes pas connecté', es: 'No ha iniciado sesión', ar: 'لم يتم تسجيل دخولك' }
const BACK: Words = { en: 'Back to the sign-in page', fr: 'Retour à la page de connexion', es: 'Volver a la página de inicio de sesión', ar: 'العودة إلى صفحة الدخول' }
const REASONS: Record<OidcReason, Words> = {
  'unreachable': {
    en: 'Your organisation’s sign-in does not answer. Use your password, or try again later.',
    fr: 'Le service de connexion de votre organisation ne répond pas. Utilisez votre mot de passe, ou réessayez plus tard.',
    es: 'El inicio de sesión de su organización no responde. Use su contraseña o inténtelo más tarde.',
    ar: 'خدمة الدخول في منظمتك لا تستجيب. استخدم كلمة المرور أو حاول لاحقا.',
  },
  'not-confirmed': {
    en: 'Your organisation’s sign-in did not confirm who you are. Begin again.',
    fr: 'Le service de connexion de votre organisation n’a pas confirmé votre identité. Recommencez.',
    es: 'El inicio de sesión de su organización no confirmó su identidad. Empiece de nuevo.',
    ar: 'لم تؤكد خدمة الدخول في منظمتك هويتك. ابدأ من جديد.',
  },
  'not-begun': {
    en: 'This sign-in was not begun in this browser, or it took too long. Begin again.',
    fr: 'Cette connexion n’a pas été commencée dans ce navigateur, ou a duré trop longtemps. Recommencez.',
    es: 'Este inicio de sesión no empezó en este navegador o tardó demasiado. Empiece de nuevo.',
    ar: 'لم يبدأ هذا الدخول في هذا المتصفح أو استغرق وقتا طويلا. ابدأ من جديد.',
  },
  'no-claim': {
    en: 'Your organisation’s sign-in does not tell this node which account is yours. Ask the administrator.',
    fr: 'Le service de connexion de votre organisation n’indique pas quel compte est le vôtre. Demandez à l’administrateur.',
    es: 'El inicio de sesión de su organización no indica cuál es su cuenta. Pregunte al administrador.',
    ar: 'لا تخبر خدمة الدخول في منظمتك هذا الخادم بحسابك. اسأل المدير.',
  },
  'no-account': {
    en: 'You have no account here, or it is disabled. Ask the administrator of this mission to make one.',
    fr: 'Vous n’avez pas de compte ici, ou il est désactivé. Demandez à l’administrateur de cette mission d’en créer un.',
    es: 'No tiene cuenta aquí o está desactivada. Pida al administrador de esta misión que cree una.',
    ar: 'ليس لديك حساب هنا أو أنه معطل. اطلب من مدير هذه البعثة إنشاء حساب.',
  },
}

/**
 * The page a browser lands on when signing in at the provider did not succeed: why, and the way back.
 * The exact problem stands below in English.
 */
export function landingPage(problem: Problem, locale: Locale): string {
  const reason = REASONS[problem.extra['reason'] as OidcReason]?.[locale]
  return `<!doctype html>
<html lang="${locale}" dir="${directionOf(locale)}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Vigie: ${TITLE[locale]}</title>
<style>:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:15vh auto;padding:0 1rem}small{opacity:.7}</style></head>
<body><main><h1>${TITLE[locale]}</h1>${reason === undefined ? '' : `<p>${reason}</p>`}<p><a href="/">${BACK[locale]}</a></p><p><small lang="en" dir="ltr">${escapeHtml(problem.message)}</small></p></main></body>
</html>
`
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
