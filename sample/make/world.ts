import type { Geography } from './geography.ts'

/** Organisations that own records: the mission, eight troop and two police contributors (letters, not countries), partners. */
export const ORGS = ['mission', 'tcc-a', 'tcc-b', 'tcc-c', 'tcc-d', 'tcc-e', 'tcc-f', 'tcc-g', 'tcc-h', 'pcc-j', 'pcc-k', 'partner-health', 'partner-relief'] as const
const COLOURS = ['Amber', 'Azure', 'Cobalt', 'Coral', 'Indigo', 'Jade', 'Ochre', 'Violet'] as const

export type SampleUnit = { id: string; name: string; code: string; component: 'MIL' | 'POL' | 'CIV'; org: string; parent?: string; area?: string; callsigns?: string[]; point?: [number, number] }

/** Units in a fixed order: force, 8 battalions, 24 companies (one a base), 4 police units, 7 civil affairs offices, 3 sections. */
export function makeUnits(geography: Geography): SampleUnit[] {
  const units: SampleUnit[] = [{ id: 'unit-force', name: 'Force headquarters', code: 'FHQ', component: 'MIL', org: 'mission' }]
  const battalions = [...new Set(geography.bases.features.map((base) => base.properties.battalion))].sort()
  battalions.forEach((code, k) => {
    units.push({ id: `unit-bn-${code.toLowerCase()}`, name: `${COLOURS[k]} Battalion (${code})`, code: `BN-${code}`, component: 'MIL', org: ORGS[1 + k]!, parent: 'unit-force', area: `area-s-${code.charAt(0).toLowerCase()}`, callsigns: [COLOURS[k]!.toUpperCase()] })
  })
  for (const base of geography.bases.features) {
    const { battalion, name } = base.properties
    const colour = COLOURS[battalions.indexOf(battalion)]!
    units.push({ id: `unit-${base.id.toLowerCase()}`, name: `${colour} Company, ${name.replace(/^\S+ /, '')}`, code: `CO-${base.id}`, component: 'MIL', org: ORGS[1 + battalions.indexOf(battalion)]!, parent: `unit-bn-${battalion.toLowerCase()}`, area: `area-aor-${base.id.toLowerCase()}`, callsigns: [1, 2, 3].map((n) => `${colour.toUpperCase()} ${Number(base.id.slice(1))}${n}`), point: base.geometry.coordinates })
  }
  geography.sectors.features.forEach((sector, k) => units.push({ id: `unit-pol-${sector.id.slice(2).toLowerCase()}`, name: `Police, ${sector.properties.name}`, code: `POL-${sector.id.slice(2)}`, component: 'POL', org: k % 2 === 0 ? 'pcc-j' : 'pcc-k', area: `area-${sector.id.toLowerCase()}` }))
  geography.admin1.features.forEach((province) => units.push({ id: `unit-ca-${province.id.toLowerCase()}`, name: `Civil affairs, ${province.properties.name}`, code: `CA-${province.id}`, component: 'CIV', org: 'mission', area: 'area-mission' }))
  for (const [id, name, code] of [['unit-hr', 'Human rights section', 'HRS'], ['unit-ma', 'Mine action', 'MAS'], ['unit-jmac', 'Joint analysis centre', 'JMAC']] as const) {
    units.push({ id, name, code, component: 'CIV', org: 'mission', area: 'area-mission' })
  }
  return units
}

export type Group = {
  id: string; name: string; type: 'NSAG' | 'SELFDEF' | 'CRIM' | 'GSF-MIL' | 'GSF-POL'
  aliases: string[]; fr: string; description: string
  /** Town indexes around which it moves, reach in kilometres, days from the start of the data (from, to), and how often it acts. */
  towns: number[]; reach: number; from: number; to: number; weight: number; splinterOf?: string
}

const group = (id: string, name: string, type: Group['type'], aliases: string, fr: string, description: string, towns: number[], reach: number, weight: number, from = -9999, to = 9999, splinterOf?: string): Group => ({ id, name, type, aliases: aliases.split(' | '), fr, description, towns, reach, weight, from, to, splinterOf })

/** Nine armed groups, one of them a splinter, and the forces of the state. Every name is invented. */
export const GROUPS: readonly Group[] = [
  group('actor-dawn', 'Dawn Column', 'NSAG', 'DC | D.C. | the Column | Colonne de l’aube | La Colonne | Dawn Colum | dawn column fighters', 'des éléments de la Colonne de l’aube', 'Largest armed group of the north; taxes the salt road; split in the second year.', [1, 2, 8, 12], 70, 10),
  group('actor-lantern', 'Red Lantern Brigade', 'NSAG', 'RLB | Red Lantern | Brigade de la lanterne rouge | BLR | R.L.B. | red-lantern men', 'des éléments de la Brigade de la lanterne rouge', 'Moves in the eastern uplands; known for ambushes and roadside charges.', [14, 6, 21], 60, 8),
  group('actor-valleys', 'League of the Eight Valleys', 'NSAG', 'L8V | the League | Ligue des huit vallées | LHV | Eight Valleys | eight valley league', 'des éléments de la Ligue des huit vallées', 'Federation of valley militias, partly signatory to the ceasefire.', [13, 11, 20], 65, 7),
  group('actor-highland', 'Highland Watch Committees', 'SELFDEF', 'HWC | the Watch | Comités de veille | comités de veille des hauteurs | watch committee', 'des éléments des Comités de veille', 'Village self-defence with hunting rifles; clashes with herders.', [20, 15, 13], 55, 6),
  group('actor-wardens', 'River Wardens', 'SELFDEF', 'the Wardens | Gardiens du fleuve | GdF | river guard | River Warden', 'des éléments des Gardiens du fleuve', 'Self-defence along the southern rivers; runs ferries and asks tolls.', [0, 13, 18], 50, 5),
  group('actor-terns', 'Black Terns', 'CRIM', 'BT | black tern gang | Sternes noires | les Sternes | Terns', 'des éléments des Sternes noires', 'Coastal gang: robbery, fuel, kidnapping for ransom.', [0, 3, 7, 17], 60, 7),
  group('actor-salt', 'Salt Road Coalition', 'NSAG', 'SRC | Coalition de la route du sel | CRS | the Coalition | salt road people', 'des éléments de la Coalition de la route du sel', 'Loose alliance of traders’ escorts in the west.', [10, 5, 4], 60, 6),
  group('actor-charter', 'Dawn Column – Second Charter', 'NSAG', 'DC-2C | Second Charter | Deuxième charte | the Charter | dissidents of the Column | 2nd charter', 'des éléments de la Deuxième charte', 'Broke away from the Dawn Column over the ceasefire; holds the northern lake.', [12, 2], 55, 9, 372, 9999, 'actor-dawn'),
  group('actor-reef', 'Reef Volunteers', 'NSAG', 'RV | Volontaires du récif | the Volunteers | reef boys | V. du récif', 'des éléments des Volontaires du récif', 'Armed fishermen of the east coast; landings at night.', [16, 19, 9], 50, 4),
  group('actor-odf', 'Orsuman Defence Force', 'GSF-MIL', 'ODF | the army | Force de défense | FDO | government soldiers | army', 'des éléments de la Force de défense', 'Armed forces of the state.', [0], 999, 0),
  group('actor-onp', 'Orsuman National Police', 'GSF-POL', 'ONP | the police | Police nationale | PNO', 'des éléments de la Police nationale', 'Police of the state.', [0], 999, 0),
]

/** How people write that they do not know who it was. */
export const UNKNOWN = {
  en: ['unidentified armed men', 'UAM', 'U.A.M.', 'unknown armed men', 'unidentified armed elements', 'unknown gunmen', 'armed men', 'unidentified gunmen', 'unidentifed armed men', 'UAE (unidentified armed elements)', 'suspected armed bandits', 'unknown assailants', 'unidentified armed individuals', 'armed elements (unk)', 'Unidentified Armed Men (UAM)'],
  fr: ['des hommes armés non identifiés', 'des HANI', 'des individus armés non identifiés', 'des hommes armés inconnus', 'des éléments armés non identifiés', 'des assaillants inconnus', 'des inconnus armés', 'des hommes armes non identifies', 'des individus armés'],
} as const

/** One of ten longer developments that run through the data; days count from the start. */
export type Story = {
  name: string
  town: number
  reachKm: number
  actor: string
  /** Phases: first day, last day, records a day, categories. */
  phases: readonly (readonly [number, number, number, readonly string[]])[]
}

export const STORIES: readonly Story[] = [
  { name: 'Escalation around a market town', town: 14, reachKm: 14, actor: 'actor-lantern', phases: [[96, 124, 0.5, ['CV.12', 'MV.01', 'IN.02']], [125, 140, 1.1, ['CV.02', 'AC.10', 'CV.12', 'MV.02']], [141, 149, 2.6, ['AC.01', 'CV.01', 'CV.05', 'AC.03']], [150, 172, 1, ['DP.01', 'AV.12', 'AV.01', 'AC.08']]] },
  { name: 'Siege of a base', town: 12, reachKm: 9, actor: 'actor-dawn', phases: [[203, 214, 0.8, ['MV.02', 'UN.07', 'UN.09']], [215, 221, 3, ['AC.04', 'AC.02', 'UN.01', 'AC.08']], [222, 240, 0.9, ['UN.08', 'PO.04', 'AV.04']]] },
  { name: 'Displacement wave to the coast', town: 6, reachKm: 18, actor: 'actor-lantern', phases: [[151, 166, 1.8, ['DP.01', 'HA.04', 'AV.02']], [167, 200, 0.7, ['DP.01', 'HE.02', 'AV.08', 'CR.04']]] },
  { name: 'Outbreak in the delta', town: 18, reachKm: 12, actor: 'actor-wardens', phases: [[182, 190, 0.7, ['HE.02', 'HZ.01']], [191, 222, 1.7, ['HE.01', 'HE.02', 'AV.08']], [223, 240, 0.6, ['HE.02', 'IN.02']]] },
  { name: 'Roadside charges on the eastern road', town: 21, reachKm: 16, actor: 'actor-lantern', phases: [[282, 345, 0.42, ['EX.01', 'EX.02', 'EX.02', 'AC.03']], [346, 360, 0.8, ['AV.07', 'EX.09', 'EX.02']]] },
  { name: 'The Column splits', town: 2, reachKm: 22, actor: 'actor-charter', phases: [[355, 371, 0.6, ['PO.01', 'MV.01', 'IN.02']], [372, 396, 1.5, ['AC.01', 'AC.09', 'MV.02']], [397, 440, 0.6, ['AC.08', 'CV.12', 'CV.06']]] },
  { name: 'Cordon and what followed', town: 7, reachKm: 7, actor: 'actor-terns', phases: [[462, 468, 1.2, ['CR.01', 'CV.03', 'UN.05']], [469, 471, 4, ['AV.06', 'AV.14', 'AR.01']], [472, 490, 1, ['CU.01', 'UN.08', 'IN.03']]] },
  { name: 'Grazing conflict moves south', town: 11, reachKm: 20, actor: 'actor-highland', phases: [[520, 545, 0.9, ['CV.13', 'AC.11']], [546, 566, 1.6, ['AC.11', 'CV.05', 'CV.13']], [567, 590, 0.8, ['PO.02', 'AV.12', 'DP.02']]] },
  { name: 'Rumour before the election', town: 0, reachKm: 8, actor: 'actor-terns', phases: [[604, 630, 1, ['IN.02', 'IN.03', 'EV.02', 'EV.01']], [631, 640, 2.6, ['CU.01', 'CU.02', 'IN.01', 'CU.04']], [641, 655, 0.8, ['PO.01', 'CU.01']]] },
  { name: 'Build-up at the northern lake', town: 12, reachKm: 15, actor: 'actor-charter', phases: [[690, 715, 0.8, ['MV.02', 'MV.01', 'MV.03']], [716, 737, 1.8, ['MV.02', 'AC.10', 'CV.12', 'UN.07', 'AC.08', 'DP.01']]] },
]
