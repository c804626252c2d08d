import { useMemo } from 'react'
import { useAreas, useKind, useTitles } from '../api/queries.ts'
import { useWords } from '../i18n/i18n.tsx'
import { valueWords } from '../registry.ts'
import { areaNames } from '../room/areas.ts'

/** What can be an id; actors may also stand in a record by the words they were called. */
const ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/

/** Words for the values of a dimension. */
export function useNames(kind: string, dimension: string, values: readonly string[]): (value: string) => string {
  const { locale, label, t } = useWords()
  const areas = useAreas()
  const byArea = useMemo(() => areaNames(areas.data ?? []), [areas.data])
  const isKind = useKind(dimension) !== undefined
  const titles = useTitles(isKind ? dimension : null, values.filter((value) => ID.test(value)))
  return (value) => {
    if (dimension.startsWith('area:')) {
      return byArea.get(value) ?? value
    }
    if (dimension === 'workflow' || dimension === 'veracity') {
      return t(`${dimension}.${value}` as Parameters<typeof t>[0])
    }
    return valueWords(kind, dimension, value, locale) ?? titles.data?.get(value) ?? label(`value.${value}`, value)
  }
}
