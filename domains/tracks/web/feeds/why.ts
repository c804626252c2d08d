import { useTexts, useWords } from '../../../../web/face.ts'
import { ROWS } from './feeds.texts.ts'
import type { FeedStanding } from './model.ts'

/** Why a feed is as it is: consent and the usual failures in the reader's language, else as the connection said it. */
export function useWhy(): (feed: FeedStanding) => { text: string; said: boolean } | null {
  const { label } = useWords()
  const tt = useTexts(ROWS)
  return (feed) => {
    if (feed.state === 'elsewhere') {
      return null
    }
    if (feed.state === 'no-consent') {
      const text = label(`permit.${feed.permit.reason}`, feed.because ?? '').replace(/\{(\w+)\}/g, (whole, name: string) => (feed.permit.params[name] === undefined ? whole : `\u2066${feed.permit.params[name]}\u2069`))
      return { text, said: false }
    }
    const code = /\((E[A-Z_]+)\)/.exec(feed.because ?? '')?.[1]
    const key = `code.${code ?? ''}`
    if (key in ROWS) {
      return { text: tt(key as keyof typeof ROWS), said: false }
    }
    return feed.because === null ? null : { text: feed.because, said: true }
  }
}

/** What comes in and by which way, in words. */
export function useWay(): (feed: FeedStanding) => string {
  const tt = useTexts(ROWS)
  return (feed) => `${feed.codec === feed.transport ? '' : `${feed.codec} · `}${tt(`by.${feed.transport}`)}${feed.port === null ? '' : ` · ${feed.port}`}`
}
