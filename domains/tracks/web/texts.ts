import type { Texts } from '../../../core/i18n.ts'

/** Words of tracks that the frame needs before their parts are loaded. */
export const UI: Texts = {
  'ui.rule.feed-silent': { en: 'A feed that is silent', fr: 'Un flux silencieux', es: 'Una fuente en silencio', ar: 'مصدر بيانات صامت' },
  'column.track-place': { en: 'Where', fr: 'Où', es: 'Dónde', ar: 'أين' },
  'column.track-age': { en: 'Position', fr: 'Position', es: 'Posición', ar: 'الموقع' },
  'cmd.track-follow': { en: 'Follow the chosen track', fr: 'Suivre la piste choisie', es: 'Seguir la traza elegida', ar: 'تتبع المسار المختار' },
  'cmd.track-nearest': { en: 'Who is nearest and can move', fr: 'Qui est le plus proche et peut bouger', es: 'Quién está más cerca y puede moverse', ar: 'من الأقرب ويستطيع التحرك' },
  'cmd.track-report': { en: 'Position by voice', fr: 'Position par la voix', es: 'Posición por voz', ar: 'موقع بالصوت' },
  'cmd.track-export': { en: 'Export tracks', fr: 'Exporter des pistes', es: 'Exportar trazas', ar: 'تصدير المسارات' },
}
