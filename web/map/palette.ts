import { useTheme, type Theme } from '../shell/theme.ts'

/** Colours of the map in one theme: the base is quiet, the mission's things stand on top. */
export type MapPalette = {
  sea: string; land: string; relief: [string, string, string]; lake: string; river: string
  road: string; roadMinor: string; border: string; borderMinor: string; base: string
  label: string; labelMinor: string; labelWater: string; halo: string
  severity: [string, string, string, string, string, string]
  ink: string; paper: string; accent: string; unverified: string
  /** Medical care, and what fetches people there. */
  care: string; rescue: string
}

export const PALETTES: Record<Theme, MapPalette> = {
  light: {
    sea: '#dbe6ee', land: '#f4f3ee', relief: ['#efede4', '#e9e5d8', '#e1dbca'], lake: '#cfdde8', river: '#b4cbdc',
    road: '#b3a68c', roadMinor: '#cdc3af', border: '#9a93a6', borderMinor: '#c3bdc9', base: '#1d5fd1',
    label: '#3c434d', labelMinor: '#77808c', labelWater: '#6d8aa3', halo: '#f7f6f2',
    severity: ['#6b7686', '#6b7686', '#a27a05', '#c46a10', '#c2342a', '#8e1220'],
    ink: '#161c25', paper: '#ffffff', accent: '#1d5fd1', unverified: '#655d7a',
    care: '#1a6b3c', rescue: '#7a3fa0',
  },
  dark: {
    sea: '#141b24', land: '#222932', relief: ['#262d36', '#2b323b', '#313840'], lake: '#18212c', river: '#2b3b4c',
    road: '#5d6a7c', roadMinor: '#434e5c', border: '#6b7385', borderMinor: '#465060', base: '#6aa5ff',
    label: '#c3cbd6', labelMinor: '#8893a2', labelWater: '#5f7b98', halo: '#1a2028',
    severity: ['#98a3b3', '#98a3b3', '#d9b13b', '#f09245', '#ff6f66', '#ff8fa0'],
    ink: '#10151b', paper: '#171d25', accent: '#6aa5ff', unverified: '#b3a9cc',
    care: '#5fc28d', rescue: '#c9a3ea',
  },
  night: {
    sea: '#070101', land: '#150404', relief: ['#180505', '#1b0606', '#1f0707'], lake: '#0a0202', river: '#240808',
    road: '#4f1511', roadMinor: '#360d0b', border: '#581612', borderMinor: '#370d0b', base: '#b0503c',
    label: '#9d3129', labelMinor: '#74231d', labelWater: '#5c1a15', halo: '#0d0303',
    severity: ['#8c2620', '#8c2620', '#a43a2a', '#b8452f', '#d65238', '#f0664a'],
    ink: '#0a0202', paper: '#0f0303', accent: '#d4583f', unverified: '#a5443c',
    care: '#c04a38', rescue: '#d65238',
  },
}

/** The map's colours in the reader's theme. */
export function useMapColours(): MapPalette {
  return PALETTES[useTheme()]
}
