import { useCallback } from 'react'
import { useWords } from '../../../web/face.ts'

/** Words of coded values in the reader's language: `code('threat', 'N')`. */
export function useCode(): (vocabulary: string, value: string) => string {
  const { label } = useWords()
  return useCallback((vocabulary, value) => label(`evac.${vocabulary}.${value}`, value), [label])
}
