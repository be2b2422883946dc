import { code, commit, edit, read, runTests, think, write } from './lib/agent.mjs'
import { addWriter } from './lib/writers.mjs'

await read('src/render.js')
await read('src/table.js')
await think('A bar inside a cell would end the cell, so it is escaped. Padding keeps the source readable.')
await write(
  'src/md-table.js',
  code`
import { csvParse } from './csv-parse.js'
import { pad, width } from './width.js'

/** Formats rows as a Markdown table. The first row is the head. */
export function mdTable(rows) {
  const cells = rows.map((row) => row.map(cell))
  const [head = []] = cells
  const widths = head.map((_, index) => Math.max(3, ...cells.map((row) => width(row[index] ?? ''))))
  const line = (row) => '| ' + widths.map((columns, index) => pad(row[index] ?? '', columns)).join(' | ') + ' |'
  const rule = '| ' + widths.map((columns) => '-'.repeat(columns)).join(' | ') + ' |'
  return [line(head), rule, ...cells.slice(1).map(line), ''].join('\n')
}

/** Formats a CSV text as a Markdown table. */
export function mdTableFromCsv(text) {
  return mdTable(csvParse(text))
}

/** Escapes bars and line breaks, which would end the cell. */
const cell = (value) => String(value).replaceAll('|', '\\|').replace(/\r?\n/g, '<br>')
`,
)
await write(
  'test/md-table.test.js',
  code`
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { csvWrite } from '../src/csv-write.js'
import { mdTable, mdTableFromCsv } from '../src/md-table.js'
import { render } from '../src/render.js'

test('pads every cell of a column to the same width', () => {
  assert.equal(mdTableFromCsv('name,n\nAda,1\n'), '| name | n   |\n| ---- | --- |\n| Ada  | 1   |\n')
})

test('a bar and a line break are escaped', () => {
  const rows = [['a'], ['x|y'], ['1\n2']]
  assert.equal(mdTableFromCsv(csvWrite(rows)), mdTable(rows))
  assert.match(mdTable(rows), /x\\\|y/)
  assert.match(mdTable(rows), /1<br>2/)
})

test('rows render as markdown', () => {
  assert.match(render([['a'], ['1']], 'markdown'), /^\| a {3}\|\n/)
})
`,
)
await edit('src/render.js', (source) => addWriter(source, { format: 'markdown', name: 'mdTable', module: 'md-table' }))
await runTests('md-table', 'render')
await commit('Format Markdown tables, also from CSV', 'src/md-table.js', 'src/render.js', 'test/md-table.test.js')
