import { code, commit, prompt, read, runTests, think, write } from './lib/agent.mjs'

/** The first attempt ignores the specification, so it fails verify. The prompt of the next attempt contains the failure. */
const sawQuotesFail = /doubled quote|line break inside a quoted field/.test(prompt())

const toggling = code`
import { lines } from './lines.js'

/** Returns the rows of a CSV text. Each row is a list of fields. */
export function csvParse(text) {
  return lines(text).map(fields)
}

function fields(line) {
  const found = ['']
  let quoted = false
  for (const character of line) {
    if (character === '"') quoted = !quoted
    else if (character === ',' && !quoted) found.push('')
    else found[found.length - 1] += character
  }
  return found
}
`

const stateMachine = code`
/** Returns the rows of a CSV text by RFC 4180. Each row is a list of fields. */
export function csvParse(text) {
  const rows = []
  let row = ['']
  let quoted = false
  const add = (character) => {
    row[row.length - 1] += character
  }
  const endRow = () => {
    rows.push(row)
    row = ['']
  }
  for (let i = 0; i < text.length; i += 1) {
    const character = text[i]
    const isDoubled = quoted && character === '"' && text[i + 1] === '"'
    if (isDoubled) i += 1
    if (isDoubled || (quoted && character !== '"')) add(character)
    else if (character === '"') quoted = !quoted
    else if (character === ',') row.push('')
    else if (character === '\n') endRow()
    else if (character !== '\r') add(character)
  }
  if (row.length > 1 || row[0] !== '') rows.push(row)
  return rows
}
`

const firstTests = code`
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { csvParse } from '../src/csv-parse.js'

test('rows and fields', () => {
  assert.deepEqual(csvParse('name,age\nAda,36\n'), [
    ['name', 'age'],
    ['Ada', '36'],
  ])
})

test('a field in quotes may contain a comma', () => {
  assert.deepEqual(csvParse('"Lovelace, Ada",36'), [['Lovelace, Ada', '36']])
})

test('empty fields are kept', () => {
  assert.deepEqual(csvParse('a,,c'), [['a', '', 'c']])
})
`

const quoteTests = code`
test('a quote is doubled inside quotes', () => {
  assert.deepEqual(csvParse('"6"" pipe",2'), [['6" pipe', '2']])
})

test('a line break inside quotes belongs to the field', () => {
  assert.deepEqual(csvParse('"two\r\nlines",x\r\n'), [['two\r\nlines', 'x']])
})
`

if (sawQuotesFail) {
  await think('The previous attempt failed verify. It split lines first, and each quote switched quoting on or off.')
  await read('spec/csv-parse.json')
  await think('A single pass over the text is better: inside quotes, two quotes are one, and a line break is data.')
  await write('src/csv-parse.js', stateMachine)
  await write('test/csv-parse.test.js', `${firstTests}\n${quoteTests}`)
  await runTests('csv-parse', 'spec')
} else {
  await read('src/lines.js')
  await think('First split lines, then fields. A quote switches quoting on or off.')
  await write('src/csv-parse.js', toggling)
  await write('test/csv-parse.test.js', firstTests)
  await runTests('csv-parse')
}
await commit('Parse CSV', 'src/csv-parse.js', 'test/csv-parse.test.js')
