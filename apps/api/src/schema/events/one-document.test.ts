import { isInterfaceType } from 'graphql'
import { expect, test } from 'vitest'
import { schema } from '../schema.ts'

test('R2: a field name has the same type in all events, so that one document can ask for all fields', () => {
  const progress = schema.getType('ProgressEvent')
  if (!isInterfaceType(progress)) throw new Error('ProgressEvent is not an interface')
  const types = new Map<string, string>()
  for (const event of schema.getPossibleTypes(progress))
    for (const { name, type } of Object.values(event.getFields())) {
      const known = types.get(name) ?? String(type)
      expect(`${name}: ${type}`, event.name).toBe(`${name}: ${known}`)
      types.set(name, known)
    }
})
