import type { AnchorHTMLAttributes, MouseEvent } from 'react'
import { navigate, useSearchValue } from './router.ts'
import { withMoment } from './time/moment.ts'

/** A link inside the product; it stays at the moment of the past on screen. Modified clicks stay the browser's. */
export function Link({ to, onClick, children, ...rest }: { to: string } & AnchorHTMLAttributes<HTMLAnchorElement>) {
  const there = withMoment(to, useSearchValue('at'))
  function go(event: MouseEvent<HTMLAnchorElement>) {
    onClick?.(event)
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) {
      return
    }
    event.preventDefault()
    navigate(there)
  }
  return <a href={there} onClick={go} {...rest}>{children}</a>
}
