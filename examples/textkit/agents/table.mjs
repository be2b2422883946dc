import { code, commit, edit, read, runTests, think, write } from './lib/agent.mjs'
import { addWriter } from './lib/writers.mjs'

await read('src/width.js')
await think('A column is as wide as its widest cell. Numbers are aligned to the right, and a line is below the head.')
await write(
  'src/table.js',
  code`
import { pad, width } from './width.js'

/** Formats rows as an aligned table. The first row is the head. Columns of numbers are aligned to the right. */
export function table(rows) {
  const [head = [], ...body] = rows.map((row) => row.map(String))
  const columns = head.map((title, index) => {
    const cells = body.map((row) => row[index] ?? '')
    return {
      width: Math.max(width(title), ...cells.map(width)),
      isNumber: cells.length > 0 && cells.every((cell) => /^-?\d+(\.\d+)?$/.test(cell)),
    }
  })
  const line = (row) =>
    columns
      .map((column, index) => align(row[index] ?? '', column))
      .join('  ')
      .trimEnd()
  return [line(head), columns.map((column) => '-'.repeat(column.width)).join('  '), ...body.map(line), ''].join('\n')
}

function align(text, column) {
  return column.isNumber ? ' '.repeat(column.width - width(text)) + text : pad(text, column.width)
}
`,
)
await write(
  'test/table.test.js',
  code`
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { render } from '../src/render.js'
import { table } from '../src/table.js'

test('text is aligned to the left, numbers to the right', () => {
  const rows = [
    ['city', 'people'],
    ['東京', 13960000],
    ['Bern', 134506],
  ]
  assert.equal(table(rows), 'city    people\n----  --------\n東京  13960000\nBern    134506\n')
})

test('a missing cell is empty', () => {
  assert.equal(table([['a', 'b'], ['x']]), 'a  b\n-  -\nx\n')
})

test('rows render as a table', () => {
  assert.equal(render([['a'], ['1']], 'table'), 'a\n-\n1\n')
})
`,
)
await edit('src/render.js', (source) => addWriter(source, { format: 'table', name: 'table', module: 'table' }))
await runTests('table', 'render')
await commit('Render aligned text tables', 'src/table.js', 'src/render.js', 'test/table.test.js')
