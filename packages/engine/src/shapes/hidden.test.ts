import { expect, it } from 'vitest'
import { LineCounter, parseDocument } from 'yaml'
import { hidden } from './hidden.ts'
import { rootOf } from './place.ts'
import { Problems } from './problems.ts'
import { variableName } from './scalars.ts'

it('A2: the message about a wrong secret does not quote it', () => {
  const problems = new Problems(new LineCounter())
  const read = (source: string) =>
    hidden(variableName).read(
      rootOf({ document: parseDocument(source), problems, anchors: new Map(), values: 0, aliases: 0 }),
    )
  expect(read('sesame')).toBe('sesame')
  expect(problems.list()).toEqual([])
  read('open sesame')
  expect(problems.list()).toMatchObject([
    { message: 'expected the name of an environment variable, found another value, which is not shown' },
  ])
})
