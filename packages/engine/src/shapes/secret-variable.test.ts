import { expect, it } from 'vitest'
import { LineCounter, parseDocument } from 'yaml'
import { rootOf } from './place.ts'
import { Problems } from './problems.ts'
import { secretVariable } from './secret-variable.ts'

function read(source: string) {
  const problems = new Problems(new LineCounter())
  const place = rootOf({ document: parseDocument(source), problems, anchors: new Map(), values: 0, aliases: 0 })
  const name = secretVariable.read(place)
  return { name, messages: problems.list().map(({ message }) => message) }
}

it('A2: the value of a secret setting is the name of a variable', () => {
  expect(read('API_KEY')).toEqual({ name: 'API_KEY', messages: [] })
})

it('A2: the error for a value that is not the name of a variable does not quote the value', () => {
  expect(read('open sesame').messages).toEqual([
    'expected the name of an environment variable, found another value, which is not shown',
  ])
})

it.each(['HOME', 'NODE_OPTIONS', 'COPPICE_ADMIN_TOKEN', 'DATABASE_URL'])('A2: %s cannot hold a secret', (name) => {
  expect(read(name).messages).toEqual([expect.stringContaining(`${name} cannot hold a secret: `)])
})
