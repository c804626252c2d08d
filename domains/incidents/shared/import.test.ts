import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import Value from 'typebox/value'
import { createCsvTableReader } from '../../../formats/csv.ts'
import { utf8Bytes } from '../../../formats/text-encoding.ts'
import { splitRefs } from './import-actors.ts'
import { mappingFor, recogniseTable } from './import-formats.ts'
import { genericTable, rowKey, suggestMapping } from './import-generic.ts'
import { likelyCode, suggestByValues } from './import-suggest.ts'
import { actorName, contentOf, importEffect, withIdentity } from './import-row.ts'
import type { ImportOptions, Mapped, Rejected, RowOutcome, TableMapping } from './import-row.ts'
import { ucdpImpact, ucdpPlace, ucdpSources } from './import-ucdp.ts'
import { Actor, Incident } from './model.ts'

const GED = 'id,relid,year,type_of_violence,conflict_new_id,conflict_name,dyad_new_id,dyad_name,side_a_new_id,side_a,side_b_new_id,side_b,number_of_sources,source_article,source_headline,where_prec,where_coordinates,where_description,adm_1,adm_2,latitude,longitude,priogrid_gid,country,event_clarity,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low'

function table(text: string) {
  let headers: string[] = []
  const rows: { cells: string[]; row: number }[] = []
  const reader = createCsvTableReader({ onHeader: (names) => { headers = names }, onRow: (cells, row) => rows.push({ cells, row }), onProblem: () => undefined })
  reader.push(utf8Bytes(text))
  reader.end()
  return { headers, rows }
}

function mapAll<T>(mapping: TableMapping<T>, text: string, options?: ImportOptions): RowOutcome<T>[] {
  const { headers, rows } = table(text)
  const map = mapping.begin(headers, options)
  return rows.map(({ cells, row }) => map(cells, row))
}

function incidents(text: string, format: string, options?: ImportOptions): RowOutcome<Incident>[] {
  const found = mappingFor(format, table(text).headers)
  assert.equal(found?.kind, 'incident')
  const outcomes = mapAll(found!.mapping as TableMapping<Incident>, text, options)
  for (const outcome of outcomes) {
    if (outcome.ok) {
      assert.deepEqual([...Value.Errors(Incident, outcome.data)], [], 'every mapped row fits the schema')
    }
  }
  return outcomes
}

const taken = <T>(outcome: RowOutcome<T> | undefined): Mapped<T> => {
  assert.equal(outcome?.ok, true, JSON.stringify(outcome))
  return outcome as Mapped<T>
}
const refused = <T>(outcome: RowOutcome<T> | undefined): Rejected => {
  assert.equal(outcome?.ok, false, JSON.stringify(outcome))
  return outcome as Rejected
}

test('a UCDP row keeps identity, interval, place with its radius, sides, range and sources', () => {
  const row = `22999,0,2014,3,464,Government of Santiva - Civilians,931,Government of Santiva - Civilians,8601,Government of Santiva,1,Civilians,2,"""Morning Post,2014-03-02,Villagers killed in ambush"";""Aid Watch,2014-03-03,Report, part 2""",Villagers killed in ambush,2,Koro village,Koro village (north of),East province,Koro district,4.5,18.25,1,Santiva,1,4,2014-02-01,2014-02-28,0,0,7,0,7,20,4`
  const mapped = taken(incidents(`${GED}\n${row}\n`, 'ucdp-ged')[0])
  assert.equal(mapped.externalId, 'ucdp-ged:22999')
  assert.equal(mapped.row, 2)
  assert.deepEqual(mapped.data.happened, { from: '2014-02-01T00:00:00.000Z', to: '2014-02-28T23:59:59.000Z', precision: 'MONTH' })
  assert.deepEqual(mapped.data.place, { lon: 18.25, lat: 4.5, name: 'Koro village', precision: 4, radiusM: 25_000, method: 'IMPORTED' })
  assert.deepEqual(mapped.data.impact, [{ group: 'CIV', killed: { min: 4, est: 7, max: 20 }, status: 'REPORTED' }])
  assert.deepEqual(mapped.data.actors, [{ name: 'Government of Santiva', type: 'GSF-MIL', role: 'PERP_ALLEGED' }, { name: 'Civilians', type: 'CIV', role: 'VICTIM' }])
  assert.deepEqual(mapped.actorRefs, [{ index: 0, externalId: 'ucdp-actor:8601' }])
  assert.equal(mapped.data.category, 'CV.01')
  assert.deepEqual(mapped.data.also, ['AC.03'])
  assert.deepEqual(mapped.data.sources?.map((s) => [s.originator, s.text, s.obtainedAt, s.reliability + s.credibility]), [
    ['Morning Post', 'Villagers killed in ambush', '2014-03-02T00:00:00Z', 'F6'], ['Aid Watch', 'Report, part 2', '2014-03-03T00:00:00Z', 'F6'],
  ])
})

test('the day of a table is the day in the mission zone', () => {
  const row = '1,0,2014,1,1,c,1,d,1,Government of Santiva,2,Red Front,1,x,,1,Koro town,,,,4,18,1,Santiva,1,1,2014-03-02,2014-03-02,1,2,0,0,3,3,3'
  const mapped = taken(incidents(`${GED}\n${row}\n`, 'ucdp-ged', { zone: 'America/Bogota' })[0])
  assert.deepEqual(mapped.data.happened, { from: '2014-03-02T05:00:00.000Z', precision: 'DAY' })
  assert.equal(mapped.data.category, 'AC.01')
})

test('every wrong cell of a row is named with its row, value and fix; the other rows go in', () => {
  const good = '5,0,2014,2,1,c,1,d,1,Muslims (Santiva),2,Christians (Santiva),1,x,,3,Koro district,,,,4,18,1,Santiva,1,1,2014-03-02,2014-03-02,1,2,0,0,3,3,3'
  const bad = ',0,2014,9,1,c,1,d,1,A,2,B,1,x,,1,K,,,,94,18,1,Santiva,1,1,2014-02-31,2014-03-02,one,2,0,0,3,3,3'
  const [first, second] = incidents(`${GED}\n${bad}\n${good}\n`, 'ucdp-ged')
  const { errors } = refused(first)
  assert.deepEqual(errors.map((e) => [e.row, e.column, e.value]), [[2, 'id', ''], [2, 'type_of_violence', '9'], [2, 'date_start', '2014-02-31'], [2, 'latitude', '94'], [2, 'deaths_a', 'one']])
  assert.equal(errors.every((e) => e.problem !== '' && e.fix !== ''), true)
  assert.equal(taken(second).data.category, 'AC.11')
})

test('where_prec never becomes a pin of precision 1', () => {
  const p = (prec: number, name: string) => { const { precision, radiusM } = ucdpPlace(prec, name, { lon: 1, lat: 1 }); return [precision, radiusM] }
  assert.deepEqual([p(1, 'Koro city'), p(1, 'Koro town'), p(1, 'Koro'), p(1, 'Koro village'), p(1, 'Koro bridge')], [[3, 5000], [3, 3000], [3, 3000], [3, 1500], [2, 1000]])
  assert.deepEqual([2, 3, 4, 5, 6, 7].map((prec) => p(prec, 'x')), [[4, 25_000], [5, 50_000], [6, 150_000], [6, 100_000], [7, 500_000], [7, 500_000]])
})

test('deaths over groups always have the best figure as their sum, and reach the high figure', () => {
  fc.assert(fc.property(fc.tuple(fc.nat(50), fc.nat(50), fc.nat(50), fc.nat(50)), fc.nat(30), fc.nat(30), ([a, b, civilians, unknown], less, more) => {
    const best = a + b + civilians + unknown
    const impact = ucdpImpact(Math.max(0, best - less), best, best + more, [['HOSTFORCES', a], ['NSAG', b], ['CIV', civilians], ['UNK', unknown]], 'UNK')
    assert.equal(impact.reduce((sum, i) => sum + (i.killed?.est ?? 0), 0), best)
    assert.equal(impact.reduce((sum, i) => sum + Math.max(i.killed?.est ?? 0, i.killed?.max ?? 0), 0), best + more)
    assert.equal(impact.every((i) => (i.killed?.min ?? 0) <= (i.killed?.est ?? 0)), true)
  }))
})

test('figures out of order are kept as a range and noted', () => {
  const row = '6,0,2014,3,1,c,1,d,1,A,1,Civilians,1,x,,1,K,,,,4,18,1,S,1,1,2014-03-02,2014-03-02,0,0,5,0,5,3,0'
  const mapped = taken(incidents(`${GED}\n${row}\n`, 'ucdp-ged')[0])
  assert.deepEqual(mapped.data.impact?.[0]?.killed, { min: 0, est: 5, max: 5 })
  assert.match(mapped.notes.map((n) => n.note).join(), /out of order/)
})

test('sources: free text stays whole, more than a hundred are folded, none is lost', () => {
  assert.deepEqual(ucdpSources('Post 19/4, Globe 20/4', 'UCDP GED').map((s) => s.text), ['Post 19/4, Globe 20/4'])
  assert.equal(ucdpSources('', 'UCDP GED')[0]?.originator, 'UCDP GED')
  const many = Array.from({ length: 130 }, (_, i) => `"Paper ${i},2014-01-01,Line"`).join(';')
  const sources = ucdpSources(many, 'UCDP GED')
  assert.equal(sources.length, 100)
  assert.equal(sources.map((s) => `${s.originator ?? ''} ${s.text ?? ''}`).join(' ').includes('Paper 129'), true)
})

test('rows without identity get one from their values, stable over readings and distinct for repeats', () => {
  const text = 'year,longitude,latitude,where_coordinates,best,deaths_civilians\n1995,35.5,33.4,Koro village,1,0\n1995,35.5,33.4,Koro village,1,0\n1996,30,27,Tal town,4,4\n'
  const ids = () => incidents(text, 'ucdp-ged').map((o) => taken(o).externalId)
  assert.deepEqual(ids(), ids())
  assert.equal(new Set(ids()).size, 3)
  const mapped = taken(incidents(text, 'ucdp-ged')[2])
  assert.deepEqual(mapped.data.happened, { from: '1996-01-01T00:00:00.000Z', to: '1996-12-31T23:59:59.000Z', precision: 'YEAR' })
  assert.equal(mapped.data.category, 'CV.01')
})

test('the same file again is unchanged, a changed cell is changed', () => {
  const line = (best: number) => `${GED}\n7,0,2014,3,1,c,1,d,1,A,1,Civilians,1,x,,1,K,,,,4,18,1,S,1,1,2014-03-02,2014-03-02,0,0,${best},0,${best},9,0\n`
  const digest = (text: string) => rowKey([text])
  const hash = (best: number) => withIdentity(taken(incidents(line(best), 'ucdp-ged')[0]), digest, 'a.csv').external.hash
  assert.equal(importEffect(undefined, hash(5)), 'added')
  assert.equal(importEffect(hash(5), hash(5)), 'unchanged')
  assert.equal(importEffect(hash(5), hash(6)), 'changed')
  const mapped = taken(incidents(line(5), 'ucdp-ged')[0])
  assert.equal(contentOf({ ...mapped, data: withIdentity(mapped, digest) }), contentOf(mapped))
})

test('ACLED-style rows', () => {
  const head = 'event_id_cnty,event_date,year,time_precision,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,notes,fatalities'
  const rows = [
    'SAN12,18 March 2023,2023,2,Violence against civilians,Sexual violence,Red Front,North Militia; Unidentified Armed Group (Santiva),2,Civilians (Santiva),Women (Santiva),7,Santiva,East,Koro,,Koro,4.1,18.2,2,Morning Post; Radio One,"On 18 March, two women were attacked.",1',
    'SAN13,2023-03-19,2023,1,Something new,Other,Red Front,,2,Blue Front,,2,Santiva,East,Koro,,Koro,4.1,18.2,1,Post,x,0',
    'SAN14,2023-03-20,2023,1,Protests,Peaceful protest,Protesters (Santiva),,Protesters,,,,Santiva,East,Koro,,Koro,4.1,18.2,1,Post,x,0',
  ]
  const [first, second, third] = incidents(`${head}\n${rows.join('\n')}\n`, 'acled')
  const mapped = taken(first)
  assert.equal(mapped.externalId, 'acled:SAN12')
  assert.equal(mapped.data.category, 'CV.04')
  assert.deepEqual(mapped.compartments, ['CRSV'])
  assert.equal(mapped.data.happened?.precision, 'WEEK')
  assert.deepEqual([mapped.data.place?.precision, mapped.data.place?.radiusM], [4, 25_000])
  assert.deepEqual(mapped.data.actors?.map((a) => [a.name, a.type, a.role]), [['Red Front', 'NSAG', 'PERP_ALLEGED'], ['North Militia', 'UNK', 'PERP_ALLEGED'], ['UNK-ARMED', 'UNK', 'PERP_ALLEGED'], ['Civilians (Santiva)', 'CIV', 'VICTIM'], ['Women (Santiva)', 'UNK', 'VICTIM']])
  assert.deepEqual(mapped.data.impact, [{ group: 'CIV', killed: { est: 1 }, status: 'REPORTED' }])
  assert.equal(refused(second).errors[0]?.column, 'event_type')
  assert.equal(taken(third).data.type, 'EVENT')
})

test('the five humanitarian tables, with repaired accents', () => {
  const cases: [string, string, (m: Mapped<Incident>) => void][] = [
    ['Date,Event Description,Country,Country ISO,Admin 1,Latitude,Longitude,Geo Precision,Location of Incident,Reported Perpetrator,Reported Perpetrator Name,Weapon Carried/Used,Organisation Affected,Programme Focus,Aid Workers Killed,Aid Workers Injured,Aid Workers Kidnapped,Aid Workers Arrested,SiND Event ID',
      '2020-01-02,January 2020: A worker was injured at a cafÃ©. He recovered.,Santiva,STV,East,4.1,18.2,"(3) District, commune",Other,NSA,Unidentified armed actor,Firearms,INGO,Health,0,1,2,0,101',
      (m) => {
        assert.equal(m.data.title, 'A worker was injured at a café.')
        assert.match(m.notes[0]?.note ?? '', /repaired/)
        assert.equal(m.data.category, 'HA.02')
        assert.deepEqual(m.data.impact, [{ group: 'HUM', status: 'REPORTED', injured: { est: 1 }, abducted: { est: 2 } }])
        assert.deepEqual(m.data.actors, [{ name: 'UNK-ARMED', type: 'NSAG', role: 'PERP_ALLEGED', weapons: [{ code: 'SAF', name: 'Firearms' }] }])
        assert.deepEqual([m.data.place?.precision, m.data.place?.radiusM], [5, 50_000])
      }],
    ['SiND Event ID,Date,Event Description,Country,Country ISO,Admin 1,Latitude,Longitude,Geo Precision,Reported Perpetrator,Reported Perpetrator Name,Weapon Carried/Used,Location,Forceful Entry into Health Facility,Looting/Theft/Robbery/Burglary of Health Supplies,Access Denied or Obstructed,Health Workers Killed,Health Workers Injured,Health Workers Kidnapped,Health Workers Arrested,Health Workers Assaulted',
      '102,2020-02-01,A clinic was looted.,Santiva,STV,No Information,,,(6) Country,Criminal,Criminal,Shelling,Health Building,1,-2,true,0,0,0,0,0',
      (m) => {
        assert.equal(m.data.category, 'HA.05')
        assert.deepEqual(m.data.also, ['HA.04', 'CV.05'])
        assert.equal(m.data.place?.precision, 7)
        assert.match(m.notes.map((n) => n.note).join(), /cannot be a count/)
      }],
    ['Date,Event Description,Country,Country ISO,Admin 1,Latitude,Longitude,Geo Precision,Location of event,Reported Perpetrator,Reported Perpetrator Name,Weapon Carried/Used,Type of education facility,Attacks on Schools,Attacks on Students and Teachers,Educators Killed,Students Killed,SiND Event ID',
      '2020-03-01,A school was hit.,Santiva,STV,East,4,18,(2) 25 km precision,Education Building,Multiple,"Red Front, Blue Front",Arson,Primary School,1,false,1,2,103',
      (m) => {
        assert.equal(m.data.category, 'CV.10')
        assert.deepEqual(m.data.impact?.[0]?.killed, { est: 3 })
        assert.equal(m.data.flags?.includes('GV-SCHOOLS'), true)
        assert.deepEqual(m.data.actors?.map((a) => [a.name, a.weapons?.[0]?.code]), [['Red Front', 'FIRE'], ['Blue Front', 'FIRE']])
      }],
    ['Date,Event Description,Country,Country ISO,Admin 1,Sector Affected,Provider,Launch Type,Explosive Weapon Type,Reported Perpetrator,Reported Perpetrator Name,Affected,Aid Workers Killed,Health Workers Killed,Aid Health Workers Killed,Educators Killed,Students Killed,SiND Event ID',
      '2020-04-01,A hospital was hit.,Santiva,STV,East,Health Care,INGO,Air-Launched: Plane,Aerial Bomb,Foreign Forces: Military,Other Army,Health Infrastructure,,2,,,1,104',
      (m) => {
        assert.equal(m.data.category, 'AC.05')
        assert.deepEqual(m.data.impact?.map((i) => [i.group, i.killed?.est]), [['HUM', 2], ['CIV', 1]])
        assert.deepEqual([m.data.place?.lon, m.data.place?.precision], [undefined, 6])
      }],
    ['Date,Event Description,Country,Country ISO,Admin 1,Latitude,Longitude,Geo Precision,Actor Type,Actor Name,Weapon Carried/Used,Victim of Violence,Survivor or Victim Sex,Survivor or Victim Minor,Number of Attacks on Camps Reporting Destruction,Number of attacks on Camps Reporting Damaged,People Associated with Protection Programme Killed,People Associated with Protection Programme Kidnapped,People Associated with Protection Programme Arrested,People Associated with Protection Programme Targeted with CRSV,SiND ID',
      '2020-05-01,In a camp.,Santiva,STV,East,4,18,(2) 25 km Precision,NSA,Armed men,Knife,Camp Resident,Female,Minor,0,0,,,,1,105',
      (m) => {
        assert.equal(m.data.category, 'CV.04')
        assert.deepEqual(m.compartments, ['CRSV', 'CHILD'])
      }],
  ]
  const formats = new Set<string>()
  for (const [head, row, check] of cases) {
    const text = `${head}\n${row}\n`
    formats.add(recogniseTable(table(text).headers)?.mapping.format ?? '')
    const mapped = taken(incidents(text, 'insecurity-insight')[0])
    assert.equal(mapped.data.tags?.[0]?.startsWith('sind:10'), true)
    check(mapped)
  }
  assert.equal(formats.size, 5)
})

test('actors with aliases, splits and alliances', () => {
  const text = '\ufeffActorId,NameData,NameOrig,NameOrigFull,NameOrigFullEng,NameChange,NewName,NewNameFullMotherTongue,NewNameFullEng,Org,ConflictId,DyadId,Splinter,NamePrev,ActorIdPrev,SplitTemp,NameSplitTemp,ActorIdSplitTemp,Alliance,NameAlliance,ActorIdAlliance,JoinGroup,GroupName,ActorIdGroup,OSCoalitionID,NSCoalitionID,Location\n'
    + '9901,RF,RF,Front rouge / Frente rojo,Red Front,0,,,,1,7,,1,OF,"9900, 9899",0,,,1,Coalition,9950,0,,,,,Santiva\n,Nameless,,,,0,,,,1,,,0,,,0,,,0,,,0,,,,,\n'
  const found = recogniseTable(table(text).headers)
  assert.equal(found?.kind, 'actor')
  const [first, second] = mapAll(found!.mapping as TableMapping<Actor>, text)
  const mapped = taken(first)
  assert.deepEqual([...Value.Errors(Actor, mapped.data)], [])
  assert.deepEqual(mapped.data.aliases, ['Front rouge / Frente rojo', 'Front rouge', 'Frente rojo', 'Red Front'])
  assert.deepEqual(splitRefs(mapped.actorRefs), { splinterOf: ['ucdp-actor:9900', 'ucdp-actor:9899'], alliedWith: ['ucdp-actor:9950'] })
  assert.equal(refused(second).errors[0]?.column, 'ActorId')
})

test('any table: headings suggest the mapping, words need codes, ambiguous dates are asked for', () => {
  const text = 'N°,Date de l\'incident,Localité,Grille MGRS,Type,Tués,Blessés,Détails\n7,03/04/2024,Koro,30P VB 123456,embuscade,2,1,Deux morts. Un blessé.\n8,2024-04-05,Koro,,vol,,,x\n'
  const { mapping, missing } = suggestMapping(table(text).headers)
  assert.deepEqual(missing, [])
  assert.equal(mapping.columns.killed, 'Tués')
  assert.equal(mapping.columns.mgrs, 'Grille MGRS')
  const asked = refused(mapAll(genericTable({ ...mapping, name: 'unit', categories: { Embuscade: 'AC.03' } }), text)[0])
  assert.match(asked.errors[0]?.problem ?? '', /two different days/)
  const [first, second] = mapAll(genericTable({ ...mapping, name: 'unit', categories: { Embuscade: 'AC.03' }, dateOrder: 'DMY' }), text.replace('2024-04-05', '05/04/2024'))
  const mapped = taken(first)
  assert.deepEqual([...Value.Errors(Incident, mapped.data)], [])
  assert.equal(mapped.data.happened?.from, '2024-04-03T00:00:00.000Z')
  assert.equal(mapped.data.place?.radiusM, 100)
  assert.equal(mapped.data.title, 'Deux morts.')
  assert.match(refused(second).errors[0]?.problem ?? '', /no taxonomy code/)
})

test('a time of day in a column of its own is taken in the zone its heading or cell says', () => {
  const text = 'Date,Time (Z),Type,Grid,Remarks\n2024-04-05,1345,AC.03,30P VB 123456,a\n2024-04-05,13:45 hrs,AC.03,30P VB 123456,b\n2024-04-05,1545B,AC.03,30P VB 123456,c\n2024-04-05,,AC.03,30P VB 123456,d\n2024-04-05,25:99,AC.03,30P VB 123456,e\n2024-04-05 06:00,1345,AC.03,30P VB 123456,f\n2024-04-05,1:45 pm,AC.03,30P VB 123456,g'
  const { headers, rows } = table(text)
  const { mapping } = suggestByValues(headers, rows.map((one) => one.cells))
  assert.deepEqual([mapping.columns.time, mapping.columns.narrative], ['Time (Z)', 'Remarks'])
  const [a, b, c, none, never, dated, half] = mapAll(genericTable(mapping), text, { zone: 'Africa/Nairobi' })
  for (const one of [a, b, c, half]) {
    assert.deepEqual(taken(one).data.happened, { from: '2024-04-05T13:45:00.000Z', precision: 'EXACT' })
  }
  assert.equal(taken(none).data.happened?.precision, 'DAY')
  assert.equal(taken(dated).data.happened?.from, '2024-04-05T03:00:00.000Z', 'a date with a clock of its own stands')
  assert.match(refused(never).errors[0]?.problem ?? '', /no time of day/)
  const [local] = mapAll(genericTable({ ...mapping, columns: { ...mapping.columns, time: 'Time' } }), text.replace('Time (Z)', 'Time'), { zone: 'Africa/Nairobi' })
  assert.equal(taken(local).data.happened?.from, '2024-04-05T10:45:00.000Z', 'a heading without a zone means the mission’s')
})

test('a column named time that holds whole dates is the date; a word of one category’s name stands for it, an ambiguous one for none', () => {
  const { mapping } = suggestByValues(['Time', 'Type', 'Grid'], [['2024-04-05 13:45', 'Theft', '30P VB 123456'], ['2024-04-06 10:00', 'Robbery', '30P VB 123456']])
  assert.deepEqual([mapping.columns.date, mapping.columns.time], ['Time', undefined])
  assert.equal(likelyCode('Theft'), 'CR.04')
  assert.equal(likelyCode('Robbery'), undefined, 'armed robbery, or hijack and robbery')
  assert.equal(likelyCode('of'), undefined)
})

test('whatever a table holds, each row is either taken or refused with a reason', () => {
  const headers = GED.split(',')
  const map = (recogniseTable(headers)!.mapping as TableMapping<Incident>).begin(headers)
  const cell = fc.oneof(fc.constantFrom('', '1', '3', '2014-03-02', '4.5', '-1', 'NaN', '1e9', 'cafÃ©', '"a,b";"c"'), fc.string({ unit: 'binary' }))
  fc.assert(fc.property(fc.array(cell, { minLength: 0, maxLength: headers.length + 2 }), (cells) => {
    const outcome = map(cells, 2)
    if (outcome.ok) {
      assert.deepEqual([...Value.Errors(Incident, outcome.data)], [])
    } else {
      assert.equal(outcome.errors.length > 0, true)
    }
  }), { numRuns: 300 })
})

test('unidentified armed men have one name in every spelling', () => {
  for (const name of ['Unidentified armed men', 'UAM', 'hommes armés non identifiés', 'Unidentified Armed Actor', 'unknown gunmen', 'Armed men']) {
    assert.equal(actorName(name), 'UNK-ARMED', name)
  }
  assert.equal(actorName('No Information'), 'Unknown')
  assert.equal(actorName('Armed Forces of Santiva'), 'Armed Forces of Santiva')
})

test('a day that has not come is taken, with a note that says so; tomorrow somewhere on earth is none', () => {
  const head = 'event_id_cnty,event_date,year,time_precision,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,notes,fatalities'
  const row = (id: string, day: string): string => `${id},${day},2032,1,Battles,Armed clash,Red Front,,2,Blue Front,,2,Santiva,East,Koro,,Koro,4.1,18.2,1,Post,x,0`
  const outcomes = incidents([head, row('A1', '2032-03-19'), row('A2', '2023-03-20'), row('A3', '2023-03-21')].join('\n'), 'acled', { now: Date.UTC(2023, 2, 20, 11) })
  assert.deepEqual(outcomes.map((one) => taken(one).notes.map(({ column, note }) => `${column}: ${note}`)), [['event_date: It lies in the future; it was taken as it stands. Look whether day, month and year are meant so'], [], []])
})
