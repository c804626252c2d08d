import { useRef, useState } from 'react'

/** One piece of work at a time: while one is under way, a second press over a slow link is none. Answers whether one is, and how to begin. */
export function useOnce(): [underWay: boolean, begin: (work: () => Promise<void>) => Promise<void>] {
  const [underWay, setUnderWay] = useState(false)
  const going = useRef(false)
  const begin = async (work: () => Promise<void>): Promise<void> => {
    if (going.current) {
      return
    }
    going.current = true
    setUnderWay(true)
    try {
      await work()
    } finally {
      going.current = false
      setUnderWay(false)
    }
  }
  return [underWay, begin]
}
