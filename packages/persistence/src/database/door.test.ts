import { expect, it } from 'vitest'
import { createDoor } from './door.ts'

it('a closed door refuses new work, and its close resolves when all admitted work has ended', async () => {
  const door = createDoor('closed')
  const [leave, leaveToo] = [door.enter(), door.enter()]
  let isEmpty = false
  const empty = door.close().then(() => {
    isEmpty = true
  })
  expect(() => door.enter()).toThrow('closed')
  leave()
  leave()
  await Promise.resolve()
  expect(isEmpty).toBe(false)
  leaveToo()
  await empty
  await door.close()
})
