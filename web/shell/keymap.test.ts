import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { FRAME_ROWS } from '../i18n/texts-frame.ts'
import { RAIL_ROWS } from '../i18n/texts-rail.ts'
import { RECORD_ROWS } from '../i18n/texts-record.ts'
import { SHELL_ROWS } from '../i18n/texts-shell.ts'
import { OWN, beginsChord, bindingFor, clashes, keyCaps, keyNames, localCommand, meaning } from './keymap.ts'
import type { Pressed } from './keymap.ts'

const press = (key: string, code: string, more: Partial<Pressed> = {}): Pressed => ({ key, code, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...more })
const always = (): boolean => true

test('no key means two things in one place, and none begins a chord and does something itself', () => {
  assert.deepEqual(clashes(OWN), [])
  assert.deepEqual(clashes([{ place: 'room', keys: ['a', 'b'] }, { place: 'room', keys: ['b'] }, { place: 'map', keys: ['a'] }]), ['room b'])
  const begins = new Set(OWN.flatMap((b) => b.keys.filter((key) => key.includes(' ')).map((key) => key.split(' ')[0])))
  assert.deepEqual(OWN.filter((b) => b.keys.some((key) => begins.has(key))).map((b) => b.id), [])
})

test('every line has words and is answered by some part of the screen', () => {
  const texts = new Set(Object.keys({ ...SHELL_ROWS, ...RECORD_ROWS, ...FRAME_ROWS, ...RAIL_ROWS }))
  const root = path.join(import.meta.dirname, '..')
  const sources = globSync('{room,record,list,shell,map}/**/*.tsx', { cwd: root }).map((file) => readFileSync(path.join(root, file), 'utf8'))
  const domains = globSync('../domains/*/web/*.tsx', { cwd: root }).map((file) => readFileSync(path.join(root, file), 'utf8'))
  const answering = [...sources, ...domains].filter((text) => /useCommands|onCommand|localCommand/.test(text)).join('\n')
  for (const { id, label, to, local, place } of OWN) {
    assert.ok(texts.has(label), `${id}: ${label}`)
    // Record actions are answered together, by their names.
    const answered = id.startsWith('action-') && id !== 'action-edit' ? answering.includes('`action-${type}`') : answering.includes(`'${id}'`)
    assert.ok(to !== undefined || (local && place === 'quick-log') || answered, `${id} is answered by nobody`)
  }
})

test('every key of the table is found by pressing it where it belongs', () => {
  for (const binding of OWN.filter((b) => !b.local)) {
    for (const key of binding.keys) {
      const parts = key.split(' ')
      const found = bindingFor(OWN, [parts.at(-1)!], parts.length > 1 ? parts[0]! : '', (b) => b.place === binding.place)
      assert.equal(found?.id, binding.id, key)
    }
  }
})

test('the sign decides, not where it stands: a French keyboard, and digits with or without shift', () => {
  assert.equal(bindingFor(OWN, keyNames(press('a', 'KeyQ')), '', always)?.id, 'action-approve')
  assert.equal(bindingFor(OWN, keyNames(press('/', 'Period', { shiftKey: true })), '', always)?.id, 'focus-quicklog')
  assert.equal(bindingFor(OWN, keyNames(press('?', 'KeyM', { shiftKey: true })), '', always)?.id, 'help')
  assert.equal(bindingFor(OWN, keyNames(press('&', 'Digit1')), '', always)?.id, 'time-24')
  assert.equal(bindingFor(OWN, keyNames(press('1', 'Digit1', { shiftKey: true })), '', always)?.id, 'time-24')
  assert.equal(bindingFor(OWN, keyNames(press('[', 'Digit5', { ctrlKey: true, altKey: true, getModifierState: (name) => name === 'AltGraph' })), '', always)?.id, 'toggle-log')
})

test('an Arabic keyboard works by place: letters, slash, question mark, chords', () => {
  assert.equal(bindingFor(OWN, keyNames(press('ش', 'KeyA')), '', always)?.id, 'action-approve')
  assert.equal(bindingFor(OWN, keyNames(press('ظ', 'Slash')), '', always)?.id, 'focus-quicklog')
  assert.equal(bindingFor(OWN, keyNames(press('؟', 'Slash', { shiftKey: true })), '', always)?.id, 'help')
  assert.equal(beginsChord(OWN, keyNames(press('ل', 'KeyG'))), 'g')
  assert.equal(bindingFor(OWN, keyNames(press('ق', 'KeyR')), 'g', always)?.id, 'go-room')
  assert.equal(bindingFor(OWN, keyNames(press('ن', 'KeyK', { ctrlKey: true })), '', always)?.id, 'palette')
})

test('where two places answer the nearer one is meant; caps lock is no shift', () => {
  assert.equal(bindingFor(OWN, ['Escape'], '', always)?.id, 'past-leave')
  assert.equal(bindingFor(OWN, ['Escape'], '', (b) => b.place !== 'past')?.id, 'close')
  assert.deepEqual(keyNames(press('A', 'KeyA')), ['a'])
  assert.deepEqual(keyNames(press('A', 'KeyA', { shiftKey: true })), ['Shift+A'])
  assert.equal(localCommand('log', press('Enter', 'Enter')), 'log-enter')
  assert.equal(localCommand('log', press('x', 'KeyX')), undefined)
})

test('after the first key of a chord a letter means that chord or nothing: the map’s keys before there is a map', () => {
  const noMap = (b: { place: string }): boolean => b.place !== 'map'
  const began = meaning(OWN, ['m'], '', noMap)
  assert.deepEqual(began, { found: undefined, chord: 'm', taken: true })
  assert.deepEqual(meaning(OWN, ['l'], began.chord, noMap), { found: undefined, chord: '', taken: true })
  assert.deepEqual(meaning(OWN, ['p'], began.chord, always), { found: undefined, chord: '', taken: true })
  assert.equal(meaning(OWN, ['l'], began.chord, always).found?.id, 'map-layers')
  assert.equal(meaning(OWN, ['p'], '', noMap).found?.id, 'past')
  // Keys with a name are no second half of anything.
  assert.equal(meaning(OWN, ['Escape'], 'm', (b) => b.place === 'room').found?.id, 'close')
  assert.equal(meaning(OWN, ['Ctrl+k'], 'm', always).found?.id, 'palette')
  assert.deepEqual(meaning(OWN, ['F9'], 'm', always), { found: undefined, chord: '', taken: false })
})

test('keys are written part by part', () => {
  assert.deepEqual(keyCaps('Shift+ArrowLeft'), ['⇧', '←'])
  assert.deepEqual(keyCaps('g r'), ['g', 'r'])
  assert.deepEqual(keyCaps('+'), ['+'])
  assert.deepEqual(keyCaps('Ctrl+k'), ['Ctrl', 'k'])
})
