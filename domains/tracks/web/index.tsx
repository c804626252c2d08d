import { inLocale } from '../../../core/i18n.ts'
import { showDomain } from '../../../web/face.ts'
import { TOOL_WORDS } from '../shared/tak-files.ts'
import { messageTexts, REPORT_WORDS, YES_NO } from '../shared/texts-messages.ts'
import { AFFILIATION_WORDS, CAPABILITY_WORDS, RETENTION_WORDS, SORT_WORDS, texts } from '../shared/texts.ts'

const WORDS: Record<string, Record<string, Parameters<typeof inLocale>[0]>> = {
  sort: SORT_WORDS, affiliation: AFFILIATION_WORDS, capability: CAPABILITY_WORDS, capabilities: CAPABILITY_WORDS, retention: RETENTION_WORDS, tool: TOOL_WORDS,
}

export default showDomain({
  name: 'tracks',
  texts: { ...texts, ...messageTexts },
  value(kind, field, value, locale) {
    if (kind === 'field-report') {
      const words = field === 'promoted' ? YES_NO[value as 'true'] : field === 'sort' || field === 'reported' ? REPORT_WORDS[value as 'marker'] : undefined
      return words && inLocale(words, locale)
    }
    const words = kind === 'track' || kind === 'feed' || kind === 'data-package' ? WORDS[field]?.[value] : undefined
    return words && inLocale(words, locale)
  },
  columns: {
    track: ['#ref', '#title', 'sort', 'affiliation', 'unit', 'capabilities', '#updated'],
    'data-package': ['#ref', '#title', 'bytes', 'tool', '#updated'],
    'video-source': ['#ref', '#title', 'url', '#updated'],
    'message': ['#ref', '#happened', '#title', 'room', 'to'],
    'field-report': ['#ref', '#title', 'sort', '#happened', 'type', '#updated'],
    feed: ['#ref', '#title', 'codec', 'transport', 'technology', 'enabled', '#updated'],
  },
})
