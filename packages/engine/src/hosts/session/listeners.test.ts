import { expect, it } from 'vitest'
import { createListeners } from './listeners.ts'

it('tells those of a key until each is taken back', () => {
  const listeners = createListeners()
  const told: string[] = []
  const offOne = listeners.add('a', () => told.push('one'))
  listeners.add('a', () => told.push('two'))
  listeners.add('b', () => told.push('three'))
  listeners.tell('a')
  offOne()
  offOne()
  listeners.tell('a')
  listeners.tell('c')
  expect(told).toEqual(['one', 'two', 'two'])
})
