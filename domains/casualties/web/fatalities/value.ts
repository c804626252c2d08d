import { inLocale } from '../../../../core/i18n.ts'
import { useWords } from '../../../../web/face.ts'
import { LIST_WORDS } from '../../shared/fatalities/words.ts'

/** Words of a value of a dimension; names of missions and countries stand as the list writes them. */
export function useValue(): (value: string) => string {
  const { locale } = useWords()
  return (value) => (LIST_WORDS[value] ? inLocale(LIST_WORDS[value], locale) : value)
}
