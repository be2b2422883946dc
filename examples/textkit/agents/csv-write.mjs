import { code, commit, edit, read, runTests, think, write } from './lib/agent.mjs'
import { addWriter } from './lib/writers.mjs'

await read('src/csv-parse.js')
await read('spec/csv-write.json')
await think('Only a comma, a quote or a line break needs quotes. Parsing the result must give the same rows.')
await write(
  'src/csv-write.js',
  code`
/** Formats rows as CSV by RFC 4180. It quotes a field only when necessary. */
export function csvWrite(rows) {
  return rows.map((row) => row.map(field).join(',') + '\r\n').join('')
}

function field(value) {
  const text = String(value)
  return /[",\r\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text
}
`,
)
await write(
  'test/csv-write.test.js',
  code`
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { csvParse } from '../src/csv-parse.js'
import { csvWrite } from '../src/csv-write.js'
import { render } from '../src/render.js'

test('parsing the written text gives the same rows', () => {
  const rows = [
    ['plain', 'with, comma', 'with "quotes"'],
    ['two\r\nlines', '', ' spaces '],
  ]
  assert.deepEqual(csvParse(csvWrite(rows)), rows)
})

test('numbers are not quoted', () => {
  assert.equal(csvWrite([[1, 2.5]]), '1,2.5\r\n')
})

test('rows render as csv', () => {
  assert.equal(render([['a', 'b']], 'csv'), 'a,b\r\n')
})
`,
)
await edit('src/render.js', (source) => addWriter(source, { format: 'csv', name: 'csvWrite', module: 'csv-write' }))
await runTests('csv-write', 'render', 'spec')
await commit('Write CSV with the fewest quotes', 'src/csv-write.js', 'src/render.js', 'test/csv-write.test.js')
