import { useRefusals } from './use-refusals.ts'

/** A sentence the node wrote, in the reader's language; in English, and marked as such, when nobody knows it. */
export function Told({ text, className }: { text: string; className?: string }) {
  const { text: said, lang, dir } = useRefusals(text !== '')(text)
  return <bdi lang={lang} dir={dir} className={className}>{said}</bdi>
}
