import type { App, FeedView } from '../../../../server/face.ts'

/** The ports TAK devices expect: the stream over TLS, the web services over mutual TLS, enrolment. */
export const STREAM_PORT = 8089
export const MARTI_PORT = 8443
export const ENROL_PORT = 8446
/** Format of the feed that switches the web services on. */
export const MARTI_CODEC = 'tak-marti'

/** The port of the stream over TLS that runs now, or the usual one. */
export function streamPortOf(app: App): number {
  const [feed] = app.feeds.running('tak').filter(({ config }) => config.options?.['tls'] === true)
  return app.config.takTlsPort ?? feed?.config.port ?? STREAM_PORT
}

/** A port among the settings of a feed; 0 is off. */
export function portOption(feed: FeedView, name: string, otherwise: number): number {
  const value = feed.config.options?.[name]
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 65_535 ? value : otherwise
}
