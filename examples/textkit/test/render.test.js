import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formats, render } from '../src/render.js'

const rows = [
  ['city', 'people'],
  ['Bern', '134506'],
]

test('renders rows with tabs between cells', () => {
  assert.equal(render(rows, 'tsv'), 'city\tpeople\nBern\t134506\n')
})

test('every format renders every row', () => {
  for (const format of formats()) assert.match(render(rows, format), /Bern/, format)
})

test('formats are sorted by name', () => {
  assert.deepEqual(formats(), formats().toSorted())
})

test('an unknown format is refused, and the error lists the formats', () => {
  assert.throws(() => render(rows, 'pdf'), /unknown format pdf\. The formats are: .*tsv/)
})
