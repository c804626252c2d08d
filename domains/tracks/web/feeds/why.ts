import { useTexts, useWords } from '../../../../web/face.ts'
import { ROWS } from './feeds.texts.ts'
import type { FeedStanding } from './model.ts'

/** Why a feed is as it is: consent in the reader's language, what a connection says as it was said. */
export function useWhy(): (feed: FeedStanding) => { text: string; said: boolean } | null {
  const { label } = useWords()
  return (feed) => {
    if (feed.state === 'no-consent') {
      const text = label(`permit.${feed.permit.reason}`, feed.because ?? '').replace(/\{(\w+)\}/g, (whole, name: string) => (feed.permit.params[name] === undefined ? whole : `\u2066${feed.permit.params[name]}\u2069`))
      return { text, said: false }
    }
    const said = feed.because ?? feed.detail
    return said === null ? null : { text: said, said: true }
  }
}

/** What comes in and by which way, in words. */
export function useWay(): (feed: FeedStanding) => string {
  const tt = useTexts(ROWS)
  return (feed) => `${feed.codec} · ${tt(`by.${feed.transport}`)}${feed.port === null ? '' : ` · ${feed.port}`}`
}
