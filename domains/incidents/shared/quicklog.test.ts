import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseMgrs } from '../../../core/place.ts'
import { fold, skeleton } from '../../../core/text.ts'
import { parseQuickLog } from './quicklog.ts'
import type { NamedActor, NamedPlace, NamedUnit, QuickLog, QuickLogContext } from './quicklog.ts'
import type { Impact } from './model.ts'
import { TAXONOMY } from './taxonomy.ts'

// Invented places around one invented unit.
const point = (grid: string): { lon: number; lat: number } => {
  const read = parseMgrs(grid)
  assert.ok(read.ok)
  return { lon: read.point.lon, lat: read.point.lat }
}
const PLACES: NamedPlace[] = [
  { id: 'p1', name: 'Sabo', ...point('30P VB 150 480'), precision: 3, radiusM: 2000, pcode: 'XX0101' },
  { id: 'p2', name: 'Tolo Bridge', ...point('30P VB 300 600'), precision: 2, radiusM: 500 },
  { id: 'p3', name: 'Mara', ...point('30P VB 350 650'), precision: 3, radiusM: 2000 },
  { id: 'p4', name: 'Mara', ...point('30P WB 800 100'), precision: 3, radiusM: 2000 },
  { id: 'p5', name: 'Anda', ...point('30P VB 400 500'), precision: 3, radiusM: 2000 },
  { id: 'p6', name: 'Koro Nord', ...point('30P VB 200 300'), precision: 3, radiusM: 2000 },
]
const ACTORS: NamedActor[] = [
  { id: 'a1', name: 'Sabo Defence Front', type: 'SELFDEF' }, { id: 'a2', name: 'NWM', type: 'NSAG' }, { id: 'a3', name: 'Front de la Rivière', type: 'NSAG' },
]
const UNITS: NamedUnit[] = [{ id: 'u1', name: 'Bn 3', callsign: 'VIPER 21' }, { id: 'u2', name: 'TOB Mara' }]
const context: QuickLogContext = {
  now: Date.parse('2026-08-18T14:00:00Z'), zone: 'Africa/Bangui', locale: 'en', taxonomy: TAXONOMY.entries,
  findPlace: (name) => PLACES.filter((one) => fold(one.name) === fold(name) || (/[\u0620-\u064a]/.test(name) && skeleton(one.name) === skeleton(name))),
  findActor: (name) => ACTORS.filter((one) => fold(one.name) === fold(name)),
  findUnit: (name) => UNITS.filter((one) => fold(one.name) === fold(name) || fold(one.callsign ?? '-') === fold(name)),
  centre: point('30P VB 300 500'),
}
const read = (text: string): QuickLog => parseQuickLog(text, context)

type Expected = {
  time?: string; precision?: string; cat?: string; also?: string; grid?: string; place?: string; placePrecision?: number
  impact?: string; weapons?: string; actors?: string; callsign?: string; grade?: string; severity?: number; rest?: string; unit?: string
}
const size = (range: Impact['killed']): string =>
  range === undefined ? '' : range.est !== undefined ? String(range.est) : `${range.min ?? ''}-${range.max ?? ''}`
const shown = (impact: readonly Impact[]): string => impact.map((one) =>
  `${one.group}${(['killed', 'injured', 'missing', 'abducted', 'released'] as const).filter((harm) => one[harm]).map((harm) => ` ${harm[0]}${size(one[harm])}`).join('')}`).join('; ')

const LINES: [text: string, expected: Expected][] = [
  ['contact 1345Z 30P VB 123456 amb 2 x PKM 1 inj', { time: '2026-08-18T13:45', precision: 'EXACT', cat: 'AC.03', also: 'AC.01', grid: '30P VB 123 456', placePrecision: 1, weapons: '2 SAF PKM', impact: 'UNK i1', rest: '' }],
  ['contact 1345Z', { cat: 'AC.01', time: '2026-08-18T13:45' }],
  ['TIC at 1345 vic Tolo Bridge, 3-5 killed', { cat: 'AC.01', time: '2026-08-18T12:45', place: 'Tolo Bridge', impact: 'UNK k3-5' }],
  ['181345Z AUG 26 ambush 4 km NE of Sabo at least 4 civilians killed', { time: '2026-08-18T13:45', cat: 'AC.03', place: '4 km NE of Sabo', placePrecision: 3, impact: 'CIV k4-' }],
  ['ambush bearing 045 6 km from Sabo at 1345Z', { cat: 'AC.03', place: 'bearing 045 6 km from Sabo', time: '2026-08-18T13:45' }],
  ['IED strike on MSR 30PVB12344567 2 kia 3 wia', { cat: 'EX.01', grid: '30P VB 1234 4567', impact: 'UNK k2 i3' }],
  ['IED found near Anda 1015 hrs', { cat: 'EX.02', place: 'Anda', time: '2026-08-18T09:15', placePrecision: 3 }],
  ['yesterday 1400 UAM attacked village Koro Nord, 3 civilians killed and 2 wounded', { time: '2026-08-17T13:00', actors: 'UNK-ARMED', place: 'Koro Nord', impact: 'CIV k3 i2', cat: 'CV.01' }],
  ['unidentified armed men looted houses in Sabo', { actors: 'UNK-ARMED', cat: 'CV.05', place: 'Sabo' }],
  ['10 unidentified gunmen on motorbikes seen Anda 0630L', { actors: 'UNK-ARMED 10', place: 'Anda', time: '2026-08-18T05:30' }],
  ['shots fired near Tolo Bridge, NIL cas', { cat: 'AC.08', place: 'Tolo Bridge', impact: 'UNK k0 i0' }],
  ['No casualties. Mortar fire 3 x 82mm mortar impacted Mara', { cat: 'AC.04', impact: 'UNK k0 i0', weapons: '3 MTR 82mm mortar', place: 'Mara' }],
  ['1400 hier embuscade', { time: '2026-08-17T13:00', cat: 'AC.03' }],
  ['VIPER 21: patrol stopped at illegal checkpoint 30P VB 2050 4410', { callsign: 'VIPER 21', unit: 'u1', cat: 'UN.07', grid: '30P VB 2050 4410' }],
  ['3 peacekeepers and 2 civilians wounded in complex attack on base', { cat: 'AC.06', impact: 'UNMIL i3; CIV i2' }],
  ['killed 3 civilians, abducted 2 women', { impact: 'CIV k3 a2', cat: 'CV.03' }],
  ['2 gunmen killed 3 civilians in Mara', { impact: 'CIV k3', actors: 'UNK-ARMED 2', place: 'Mara' }],
  ['kia 3 wia 2', { impact: 'UNK k3 i2' }],
  ['a soldier was killed', { impact: 'HOSTFORCES k1' }],
  ['cattle raid 50 cows stolen, 1 herder killed, grade C3', { cat: 'CV.13', impact: 'CIV k1', grade: 'C3' }],
  ['B2 source: NWM moving towards Sabo', { grade: 'B2', actors: 'NWM', cat: 'MV.01', place: 'Sabo' }],
  ['sev 4 riot in Anda market 0900 to 1100 hrs', { severity: 4, cat: 'CU.02', place: 'Anda', time: '2026-08-18T08:00' }],
  ['demonstration 1000-1200hrs Anda peaceful', { cat: 'CU.01', place: 'Anda', time: '2026-08-18T09:00', rest: 'peaceful' }],
  ['grid 123456 amb', { grid: '30P VB 123 456', cat: 'AC.03' }],
  ['VB 123456 amb 2xPKM', { grid: '30P VB 123 456', weapons: '2 SAF PKM' }],
  ['amb 5.123N 4.2W', { cat: 'AC.03', placePrecision: 1 }],
  ['ambush Sabo + 4 km NE', { cat: 'AC.03', place: 'Sabo + 4 km NE' }],
  ['SVBIED at TOB Mara 1120Z, 4 UN soldiers killed, 12 injured', { cat: 'EX.06', unit: 'u2', impact: 'UNMIL k4 i12', weapons: 'IED SVBIED', time: '2026-08-18T11:20' }],
  ['patrol BRAVO 2 departed 0600', { callsign: 'BRAVO 2', cat: 'AV.01', time: '2026-08-18T05:00' }],
  ['UXO found in school yard, Mara', { cat: 'EX.04', place: 'Mara' }],
  ['school attacked and burnt Koro Nord last night', { cat: 'CV.10', place: 'Koro Nord', precision: 'PARTDAY', time: '2026-08-17T17:00' }],
  ['about 200 IDPs fled Mara 30 min ago', { cat: 'DP.01', place: 'Mara', time: '2026-08-18T13:30' }],
  ['RPG and small arms fire at un convoy', { weapons: 'RPG RPG, SAF small arms' }],
  ['kidnapping of 3 aid workers', { cat: 'HA.02', impact: 'HUM a3' }],
  ['3 aid workers kidnapped by NWM near Sabo', { cat: 'HA.02', impact: 'HUM a3', actors: 'NWM' }],
  ['5 missing after flash flood at Anda', { cat: 'HZ.01', impact: 'UNK m5', place: 'Anda' }],
  ['up to 5 wounded, more than 10 dead', { impact: 'UNK k11- i-5' }],
  ['a dozen rebels killed', { impact: 'NSAG k12' }],
  ['two women and three children abducted', { impact: 'CIV a5', cat: 'CV.03' }],
  ['several injured', { impact: 'UNK i2-' }],
  ['twenty two killed', { impact: 'UNK k22' }],
  ['Sabo Defence Front set up illegal checkpoint on road Sabo', { actors: 'Sabo Defence Front', cat: 'CV.12', place: 'Sabo' }],
  ['hostile crowd, stones thrown at our convoy, no injuries', { cat: 'UN.08', impact: 'UNK i0' }],
  ['drone overflight TOB Mara at 2205', { cat: 'UN.09', unit: 'u2', time: '2026-08-17T21:05' }],
  ['at 1345 contact', { time: '2026-08-18T12:45', cat: 'AC.01' }],
  ['1345 contact', { time: '2026-08-18T12:45', cat: 'AC.01' }],
  ['around 1300 shooting', { time: '2026-08-18T12:00', precision: 'HOUR', cat: 'AC.08' }],
  ['16 AUG at 0530 ambush', { time: '2026-08-16T04:30', cat: 'AC.03' }],
  ['2026-08-16 14:30 clash', { time: '2026-08-16T13:30', cat: 'AC.01' }],
  ['market fire today', { cat: 'HZ.02', precision: 'DAY', time: '2026-08-17T23:00' }],
  ['18 Aug 0600 patrol of 12 pax departed Mara to Koro Nord', { time: '2026-08-18T05:00', cat: 'AV.01', place: 'Mara' }],
  ['6 cows stolen, 2 herders killed in Anda on 17/08', { cat: 'CV.13', impact: 'CIV k2', place: 'Anda', time: '2026-08-16T23:00' }],
  ['child, 7, killed by UXO explosion', { cat: 'EX.05', impact: '' }],
  ['January 2026: hospital hit by artillery shells', { time: '2025-12-31T23:00', precision: 'MONTH' }],
  ['34 year old woman injured', { impact: 'CIV i1' }],
  ['5 people killed and 10 others injured in intercommunal clashes', { cat: 'AC.11', also: 'AC.01', impact: 'UNK k5 i10' }],
  ['FPU fired tear gas at demonstrators, 3 hurt', { cat: 'CU.01', weapons: 'TEARGAS tear gas', impact: 'UNK i3' }],
  ['patrol returned to base 1730', { cat: 'AV.01', time: '2026-08-17T16:30' }],
  ['Two humanitarian workers abducted at 1100 on road Sabo', { cat: 'HA.02', impact: 'HUM a2', time: '2026-08-18T10:00' }],
  // French
  ['Attaque du poste de contrôle de Koro Nord cette nuit par une vingtaine d’hommes armés, bilan: 4 morts 6 blessés', { cat: 'AC.02', place: 'Koro Nord', actors: 'UNK-ARMED 20', impact: 'UNK k4 i6', precision: 'PARTDAY' }],
  ['Les forces de sécurité ont abattu 2 assaillants et saisi 3 AK47 ce matin', { impact: 'NSAG k2', weapons: '3 SAF AK47' }],
  ['embuscade 13h45 à 4 km au NE de Sabo, 2 tués 3 blessés', { cat: 'AC.03', time: '2026-08-18T12:45', place: '4 km au NE de Sabo', impact: 'UNK k2 i3' }],
  ['hommes armés non identifiés ont attaqué le village de Koro Nord hier, trois civils tués', { actors: 'UNK-ARMED', place: 'Koro Nord', precision: 'DAY', impact: 'CIV k3', time: '2026-08-16T23:00' }],
  ['accrochage vers 06h30 près de Mara, au moins 4 morts, aucun blessé', { cat: 'AC.01', time: '2026-08-18T05:30', precision: 'HOUR', place: 'Mara', impact: 'UNK k4- i0' }],
  ['embuscade axe Sabo, 2 tués', { cat: 'AC.03', place: 'Sabo', impact: 'UNK k2', weapons: '' }],
  ['convoy stuck on axes north of Sabo', { weapons: '' }],
  ['two men wounded with an axe', { weapons: 'BLADE axe' }],
  ['attacked by machete and axes', { weapons: 'BLADE machete, BLADE axes' }],
  ['EEI découvert sur axe Sabo', { cat: 'EX.02', place: 'Sabo' }],
  ['une dizaine de civils enlevés par le Front de la Rivière', { cat: 'CV.03', impact: 'CIV a10', actors: 'Front de la Rivière' }],
  ['tirs de mortier sur Anda, bilan nul', { cat: 'AC.04', place: 'Anda', impact: 'UNK k0 i0' }],
  ['vol de bétail Mara, 1 berger blessé', { cat: 'CV.13', place: 'Mara', impact: 'CIV i1' }],
  ['manif pacifique Anda 10h', { cat: 'CU.01', place: 'Anda', time: '2026-08-18T09:00' }],
  ['casque bleu blessé par arme blanche', { impact: 'UNMIL i1', weapons: 'BLADE arme blanche', cat: 'UN.01' }],
  ['deux soldats et un civil tués', { impact: 'HOSTFORCES k2; CIV k1' }],
  ['entre 3 et 5 blessés, pas de morts', { impact: 'UNK k0 i3-5' }],
  ['enlèvement de 2 commerçants', { cat: 'CV.03' }],
  ['route bloquée par des manifestants, pneus brûlés', { cat: 'CU.04' }],
  ['il y a 2 jours pillage à Koro Nord', { cat: 'CV.05', place: 'Koro Nord', precision: 'DAY', time: '2026-08-15T23:00' }],
  ['2 mort 1 blessé grave', { impact: 'UNK k2 i1' }],
  ['frappe de drone 3 km au sud de Anda', { cat: 'AC.05', place: '3 km au sud de Anda' }],
  ['individus armés non identifiés, environ 15, 4 motos, 5,123 -4,201', { actors: 'UNK-ARMED', placePrecision: 1 }],
  ['ici LION 12: convoi onu attaqué, 1 policier onu blessé', { callsign: 'LION 12', cat: 'UN.03', impact: 'UNPOL i1' }],
  // Spanish
  ['emboscada a 4 km al NE de Sabo a las 13:45, 2 muertos y 3 heridos', { cat: 'AC.03', place: '4 km al NE de Sabo', time: '2026-08-18T12:45', impact: 'UNK k2 i3' }],
  ['hombres armados no identificados saquearon Koro Nord ayer, tres civiles muertos', { actors: 'UNK-ARMED', cat: 'CV.05', place: 'Koro Nord', precision: 'DAY', impact: 'CIV k3' }],
  ['disparos cerca de Tolo Bridge, sin víctimas', { cat: 'AC.08', place: 'Tolo Bridge', impact: 'UNK k0 i0' }],
  ['robo de ganado en Mara, 1 pastor herido', { cat: 'CV.13', place: 'Mara', impact: 'CIV i1' }],
  ['protesta en Anda hacia las 10:00, pacífica', { cat: 'CU.01', place: 'Anda', time: '2026-08-18T09:00' }],
  ['patrulla bloqueada 30P VB 2050 4410 hace 2 horas', { cat: 'UN.07', grid: '30P VB 2050 4410', time: '2026-08-18T12:00' }],
  ['16 agosto 2026 secuestro de dos comerciantes', { cat: 'CV.03', precision: 'DAY', time: '2026-08-15T23:00' }],
  ['tiroteo 3 km al noreste de Sabo', { cat: 'AC.08', place: '3 km al noreste de Sabo' }],
  ['catorce desplazados, bajas desconocidas', { cat: 'DP.01' }],
  // Arabic
  ['كمين قرب سابو وقتل ٣ مدنيين', { cat: 'AC.03', place: 'Sabo', impact: 'CIV k3' }],
  ['هجوم مسلحون مجهولون ٢ قتلى و ٤ جرحى', { actors: 'UNK-ARMED', impact: 'UNK k2 i4' }],
  ['انفجار عبوة ناسفة أمس لا ضحايا', { cat: 'EX.01', precision: 'DAY', impact: 'UNK k0 i0' }],
  ['إطلاق نار الساعة 13:45', { cat: 'AC.08', time: '2026-08-18T12:45' }],
  ['اشتباك ٤ كم شمال شرق سابو', { cat: 'AC.01' }],
  // Nothing to read stays narrative.
  ['all quiet, resupply arrived', { rest: 'all quiet, resupply arrived', impact: '', weapons: '', actors: '' }],
]

for (const [text, expected] of LINES) {
  test(`reads: ${text}`, () => {
    const log = read(text)
    const actual: Expected = {
      time: log.happened?.from.slice(0, 16), precision: log.happened?.precision, cat: log.category, also: log.also[0],
      grid: log.place?.mgrs, place: log.place?.name, placePrecision: log.place?.precision, impact: shown(log.impact),
      weapons: log.weapons.map((one) => `${one.count ?? ''} ${one.code} ${one.name}`.trim()).join(', '),
      actors: log.actors.map((one) => `${one.name} ${size(one.strength)}`.trim()).join(', '),
      callsign: log.callsign, grade: log.grade, severity: log.severity, rest: log.rest, unit: log.unit,
    }
    const compared = Object.fromEntries(Object.keys(expected).map((key) => [key, actual[key as keyof Expected]]))
    assert.deepEqual(compared, expected, JSON.stringify(log.spans.map((span) => [text.slice(span.start, span.end), span.label])))
    assert.equal(log.narrative, text)
  })
}

test('all spellings of unidentified armed men are one actor', () => {
  for (const text of ['Unidentified armed men', 'UAM', 'hommes armés non identifiés', 'HOMMES ARMES NON IDENTIFIES', 'unknown gunmen', 'unid armed men', 'individus armés non identifiés', 'مسلحون مجهولون']) {
    const [actor, ...others] = read(`${text} at Sabo`).actors
    assert.equal(actor?.name, 'UNK-ARMED', text)
    assert.equal(actor?.type, 'UNK')
    assert.equal(others.length, 0)
  }
})

test('a mistyped grid is questioned, an impossible one is marked and kept', () => {
  const far = read('amb 30P XC 123456').spans.find((span) => span.kind === 'place')
  assert.equal(far?.warning, 'far-from-area')
  const wrong = read('amb 30P AB 123456')
  const span = wrong.spans.find((one) => one.kind === 'place')
  assert.equal(span?.warning, 'grid-invalid')
  assert.match(span?.detail ?? '', /square letter A/)
  assert.equal(wrong.place?.lon, undefined)
  const odd = read('amb 30P VB 12345').spans.find((one) => one.kind === 'place')
  assert.equal(odd?.warning, 'grid-invalid')
  const apart = read('amb 30P VB 123456 in Anda').spans.find((one) => one.kind === 'place')
  assert.equal(apart?.warning, 'grid-far-from-name')
})

test('without an area of one’s own the mission’s bounds guard the grid', () => {
  const { centre: _none, ...rest } = context
  const at = (text: string) => parseQuickLog(text, { ...rest, bounds: [-5, 4, -2, 8] }).spans.find((span) => span.kind === 'place')
  assert.equal(at('ambush 5.1N 4.2W')?.warning, undefined)
  assert.equal(at('ambush 8.2N 4.2W')?.warning, undefined, 'just outside is nothing unusual')
  assert.deepEqual([at('ambush 15.1N 4.2W')?.warning, at('ambush 15.1N 4.2W')?.detail], ['far-from-area', '789'])
  const pacific = parseQuickLog('ambush 17.1S 179.9W', { ...rest, bounds: [177, -20, -178, -15] }).spans.find((span) => span.kind === 'place')
  assert.equal(pacific?.warning, undefined, 'a mission on both sides of the antimeridian')
})

test('namesakes: the nearest is taken, the others are offered', () => {
  const span = read('clash in Mara').spans.find((one) => one.kind === 'place')
  assert.equal(span?.value.kind === 'place' && span.value.place.gazetteer, 'p3')
  assert.equal(span?.warning, 'several-places')
  assert.equal(span?.alternatives?.length, 1)
})

test('a phrase with an unknown name is kept without a point', () => {
  const log = read('ambush 4 km NE of Zumbala')
  assert.equal(log.place?.lon, undefined)
  assert.equal(log.place?.name, '4 km NE of Zumbala')
  assert.equal(log.place?.precision, 7)
  assert.equal(log.spans.find((one) => one.kind === 'place')?.warning, 'unknown-place')
})

test('doubtful readings say so', () => {
  const warning = (text: string, kind: string): string | undefined => read(text).spans.find((one) => one.kind === kind)?.warning
  assert.equal(warning('contact 1345L', 'time'), 'lima-or-local')
  assert.equal(warning('1345 contact', 'time'), 'bare-time')
  assert.equal(warning('clash 03/04/2026', 'time'), 'date-order')
  assert.equal(warning('clash 13/04/2026', 'time'), undefined)
  assert.equal(warning('3 casualties', 'casualties'), 'harm-unknown')
  assert.equal(warning('soldier wounded', 'casualties'), 'assumed-one')
  assert.deepEqual(read('3 casualties').impact, [])
})

test('the user pins a reading: another meaning, or none', () => {
  const text = 'contact 1345L clash in Mara'
  const first = read(text)
  const time = first.spans.find((one) => one.kind === 'time')
  const mara = first.spans.find((one) => one.kind === 'place')
  assert.ok(time?.alternatives?.[0] && mara?.alternatives?.[0])
  const pinned = parseQuickLog(text, context, [
    { start: time.start, end: time.end, value: time.alternatives[0] },
    { start: mara.start, end: mara.end, value: mara.alternatives[0] },
  ])
  assert.equal(pinned.happened?.from.slice(0, 16), '2026-08-18T02:45')
  assert.equal(pinned.place?.gazetteer, 'p4')
  const nothing = parseQuickLog(text, context, [{ start: mara.start, end: mara.end, value: null }])
  assert.equal(nothing.place, undefined)
  assert.match(nothing.rest, /Mara/)
  const category = parseQuickLog('contact, ambush', context, [{ start: 0, end: 7, value: { kind: 'category', code: 'AC.07' } }])
  assert.equal(category.category, 'AC.07')
  assert.equal(parseQuickLog('contact', context, [{ start: 3, end: 900, value: null }]).category, 'AC.01')
})

test('a mission’s own synonyms are read', () => {
  const taxonomy = TAXONOMY.entries.map((entry) => (entry.code === 'CR.05' ? { ...entry, synonyms: { fr: ['zaraguinas'] } } : entry))
  assert.equal(parseQuickLog('zaraguinas sur axe', { ...context, taxonomy }).category, 'CR.05')
  assert.equal(parseQuickLog('ambush', { ...context, taxonomy: taxonomy.filter((entry) => entry.code !== 'AC.03') }).category, undefined)
})

const VOCABULARY = ['contact', '1345Z', '30P VB 123456', 'amb', '2 x PKM', '1 inj', 'kia', 'Sabo', '4 km NE of', 'at least', 'killed', 'and', '3-5', 'NIL cas', 'hier', 'UAM', '٣', 'قتلى', 'B2', 'grid', '0', ':', '~', 'a', 'une dizaine de', 'civils', 'x', '+', '18/08/26', '181345Z AUG', 'Mara', '>', '\n', '🙂']
const line = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 80 }), fc.string({ unit: 'binary', maxLength: 80 }),
  fc.array(fc.constantFrom(...VOCABULARY), { maxLength: 14 }).map((parts) => parts.join(' ')),
  fc.array(fc.constantFrom(...VOCABULARY), { maxLength: 10 }).map((parts) => parts.join('')),
)

test('any text: never throws, narrative whole, spans in order, inside the text and apart', () => {
  const check = (text: string, log: QuickLog): void => {
    assert.equal(log.narrative, text)
    let before = 0
    for (const span of log.spans) {
      assert.ok(span.start >= before && span.end > span.start && span.end <= text.length, JSON.stringify([text, span]))
      before = span.end
    }
  }
  fc.assert(fc.property(line, (text) => check(text, read(text))), { numRuns: 1500 })
  fc.assert(fc.property(line, fc.nat(60), fc.integer({ min: -2, max: 60 }), (text, start, length) => {
    const log = parseQuickLog(text, context, [{ start, end: start + length, value: null }])
    check(text, log)
    if (length > 0 && start + length <= text.length) {
      assert.ok(log.spans.every((span) => span.end <= start || span.start >= start + length))
    }
  }), { numRuns: 500 })
})

test('hostile lines come to an end: long runs of one sign, half-finished forms', () => {
  const runs = [' ', '1', '1 ', 'a ', '12°', '1,1', 'N 1 1 1 ', '4 km NE ', 'à ', '~', '1345 - ', "12° 1' ", 'ici ', ',', ', ', '+ ', 'grid 1', '3 to ', 'at least ', '2 civilians and ', 'killed ', '٣', '-']
  for (const run of runs) {
    const text = run.repeat(Math.ceil(20_000 / run.length))
    assert.equal(read(text).narrative, text)
    assert.equal(read(`${text}x`).narrative, `${text}x`)
  }
})
