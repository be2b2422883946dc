import { expect, it } from 'vitest'
import { createListeners } from './listeners.ts'

it('the listeners of a key are called until they are removed', () => {
  const listeners = createListeners()
  const called: string[] = []
  const offOne = listeners.add('a', () => called.push('one'))
  listeners.add('a', () => called.push('two'))
  listeners.add('b', () => called.push('three'))
  listeners.notify('a')
  offOne()
  offOne()
  listeners.notify('a')
  listeners.notify('c')
  expect(called).toEqual(['one', 'two', 'two'])
})
