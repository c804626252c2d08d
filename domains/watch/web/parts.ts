import { acknowledge, firstWaiting } from './open.ts'

/** Parts of the alerts that are loaded together, once. */
export { AlertBanner } from './AlertBanner.tsx'
export { AlertCard } from './AlertCard.tsx'
export { AlertsPanel } from './AlertsPanel.tsx'
export { AtCell, StateCell, WhatCell } from './Cells.tsx'

/** One key: the first alert nobody has seen is seen. */
export async function acknowledgeFirst(): Promise<void> {
  const first = firstWaiting()
  if (first?.record.can.includes('acknowledge')) {
    await acknowledge(first)
  }
}
