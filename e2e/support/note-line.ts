/** Runs in the page before its own code (benches without a browser's types use it too): when the quick log is first on the screen, ms since the epoch, at the root of the document. */
export const NOTE_LINE = `{
  const watch = new MutationObserver(() => {
    if (document.querySelector('.quicklog textarea')) {
      document.documentElement.dataset.lineAt = String(Date.now())
      watch.disconnect()
    }
  })
  watch.observe(document, { childList: true, subtree: true })
}`

/** What the page answers when asked for that time; NaN before it came. */
export const LINE_AT = `Number(document.documentElement.dataset.lineAt)`
