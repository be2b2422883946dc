import { expect, it } from 'vitest'
import { createDoor } from './door.ts'

it('a door that is closed lets nobody in, and is empty when the last one has left', async () => {
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
