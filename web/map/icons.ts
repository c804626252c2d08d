/** Our own humanitarian and security signs: strokes in a 24 × 24 field, drawn two units wide with round ends. */
export const ICONS = {
  clash: 'M5 4l15 15M19 4L4 19M3 15l6 6M15 21l6-6',
  attack: 'M4 20h16M6 20v-7h12v7M12 2v7M9 6l3 3 3-3',
  ambush: 'M3 20c0-9 5-13 12-13M11 3l4 4-4 4M15 15l6 6M21 15l-6 6',
  fire: 'M3 18C5 8 13 5 18 12M18 6v6h-6M13 20h8',
  air: 'M12 3v18M3 14l9-5 9 5M8 21l4-3 4 3',
  blast: 'M12 2v5M12 17v5M2 12h5M17 12h5M5 5l3.5 3.5M15.5 15.5L19 19M19 5l-3.5 3.5M8.5 15.5L5 19',
  mine: 'M5 16a7 7 0 0 1 14 0zM12 9V5M7 11L5 8M17 11l2-3M3 20h18',
  arms: 'M4 9h16v11H4zM4 9l3-5h10l3 5M4 14h16M12 14v6',
  helmet: 'M4 15a8 8 0 0 1 16 0M2 15h20M7 15c0 3 2 5 5 5s5-2 5-5',
  aid: 'M12 2l5 3v5l-5 3-5-3V5zM3 16h4l4 2h5M3 21h9l9-5',
  person: 'M12 3a3 3 0 1 0 0 6 3 3 0 1 0 0-6M6 21v-4a6 6 0 0 1 12 0v4',
  crime: 'M6 11h12v9H6zM9 11V7a3 3 0 0 1 6-1M12 14v3',
  captive: 'M5 3v18M10 3v18M14 3v18M19 3v18M4 7h16M4 17h16',
  crowd: 'M7 6a2 2 0 1 0 0 4 2 2 0 1 0 0-4M17 6a2 2 0 1 0 0 4 2 2 0 1 0 0-4M12 4a2 2 0 1 0 0 4 2 2 0 1 0 0-4M3 20v-3a4 4 0 0 1 8 0M13 17a4 4 0 0 1 8 0v3M8 20v-5a4 4 0 0 1 8 0v5',
  placard: 'M5 3h14v9H5zM12 12v9M8 6.5h8M8 9h5',
  roadblock: 'M3 8h18v6H3zM9 8l-4 6M15 8l-4 6M20 8.5l-4 5.5M6 14v6M18 14v6',
  pillars: 'M4 9l8-6 8 6zM6 9v9M12 9v9M18 9v9M3 21h18',
  move: 'M3 5v14M7 12h13M15 7l5 5-5 5',
  flee: 'M7 4a2.5 2.5 0 1 0 0 5 2.5 2.5 0 1 0 0-5M3 21v-5a4 4 0 0 1 8 0v5M14 13h7M18 9l4 4-4 4',
  speech: 'M4 4h16v12h-8l-5 5v-5H4zM8 8h8M8 12h5',
  pulse: 'M2 12h5l3-7 4 14 3-7h5',
  water: 'M2 8c3-4 6 4 10 0s7 4 10 0M2 14c3-4 6 4 10 0s7 4 10 0M2 20c3-4 6 4 10 0s7 4 10 0',
  flame: 'M12 2c0 5 6 6 6 12a6 6 0 0 1-12 0c0-3 2-5 3-7 1 2 2 3 3 3 1-2 1-5 0-8z',
  vehicle: 'M2 16V7h11v9M13 10h5l4 6M2 16h20M7 14.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 1 0 0-5M17 14.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 1 0 0-5',
  house: 'M3 12l9-8 9 8M6 10v10h12V10M13 20l-2-4 3-2-2-3',
  day: 'M4 6h16v14H4zM4 11h16M8 3v5M16 3v5M8 15h3',
  path: 'M6 21c0-7 12-4 12-11M18 3a3 3 0 1 0 0 6 3 3 0 1 0 0-6M6 21h-3M6 21h3',
  lens: 'M10 3a7 7 0 1 0 0 14 7 7 0 1 0 0-14M15 15l6 6',
} as const

export type IconName = keyof typeof ICONS

/** Outline of the plate by severity 1–5 in a 32 × 32 field: the shapes the lists use. 0 has a plain disc. */
export const PLATES = [
  'M16 4a12 12 0 1 0 0 24 12 12 0 1 0 0-24z',
  'M16 4a12 12 0 1 0 0 24 12 12 0 1 0 0-24z',
  'M16 1.5L30.5 16 16 30.5 1.5 16z',
  'M4.5 4.5h23v23h-23z',
  'M16 1.5L31 28.5H1z',
  'M10.5 2.5h11l8 8v11l-8 8h-11l-8-8v-11z',
] as const

/** Room for the sign inside each plate: left, top and side of the square it is drawn in. */
export const ROOM: readonly (readonly [x: number, y: number, side: number])[] = [[8, 8, 16], [8, 8, 16], [8.5, 8.5, 15], [7, 7, 18], [9, 12.5, 14], [7, 7, 18]]
