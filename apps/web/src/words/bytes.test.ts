import { expect, it } from 'vitest'
import { bytes } from './bytes.ts'

it.each([
  [0, '0 B'],
  [1_536, '1.5 KiB'],
  [250 * 1024, '250 KiB'],
  [5 * 1024 ** 3, '5.0 GiB'],
])('%s bytes are %s', (size, words) => expect(bytes(size)).toBe(words))
