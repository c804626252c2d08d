/** The options of a feed as its codec gets them. */
export type CodecOptions = { readonly [name: string]: string | number | boolean }

/** A text among the options, without blanks around it; undefined when absent or empty. */
export function textOf(options: CodecOptions, name: string): string | undefined {
  const value = options[name]
  const text = value === undefined || typeof value === 'boolean' ? '' : String(value).trim()
  return text === '' ? undefined : text.slice(0, 150)
}
