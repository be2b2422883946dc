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

it('A2: a secret is named by its variable', () => {
  expect(read('API_KEY')).toEqual({ name: 'API_KEY', messages: [] })
})

it('A2: the message about a value that is no name does not quote the value', () => {
  expect(read('open sesame').messages).toEqual([
    'expected the name of an environment variable, found another value, which is not shown',
  ])
})

it.each(['HOME', 'NODE_OPTIONS', 'COPPICE_ADMIN_TOKEN', 'DATABASE_URL'])('A2: %s cannot hold a secret', (name) => {
  expect(read(name).messages).toEqual([expect.stringContaining(`${name} cannot hold a secret: `)])
})
