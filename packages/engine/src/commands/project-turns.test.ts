import { expect, it } from 'vitest'
import { createProjectTurns } from './project-turns.ts'

it('R3: commands of one project take turns; commands of other projects do not wait; a failed command ends its turn', async () => {
  const turns = createProjectTurns()
  const first = Promise.withResolvers<string>()
  const log: string[] = []
  const one = turns.take('a', () => first.promise)
  const failing = turns.take('a', async () => {
    log.push('second')
    throw new Error('refused')
  })
  const last = turns.take('a', async () => log.push('third'))
  expect(await turns.take('b', async () => 'at once')).toBe('at once')
  expect(log).toEqual([])
  first.resolve('done')
  expect(await one).toBe('done')
  await expect(failing).rejects.toThrow('refused')
  await last
  expect(log).toEqual(['second', 'third'])
})
