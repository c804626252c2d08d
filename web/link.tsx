import type { AnchorHTMLAttributes, MouseEvent } from 'react'
import { navigate } from './router.ts'

/** A link inside the product; modified clicks stay the browser's. */
export function Link({ to, onClick, children, ...rest }: { to: string } & AnchorHTMLAttributes<HTMLAnchorElement>) {
  function go(event: MouseEvent<HTMLAnchorElement>) {
    onClick?.(event)
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) {
      return
    }
    event.preventDefault()
    navigate(to)
  }
  return <a href={to} onClick={go} {...rest}>{children}</a>
}
