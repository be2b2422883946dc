import { Writable } from 'node:stream'
import { expect, it } from 'vitest'
import { writeTo } from './io.ts'

/** Returns a stream whose buffer is full with the first write, and which then fails. */
function failing(code: string): Writable {
  const error = Object.assign(new Error('the write failed'), { code })
  const stream = new Writable({ highWaterMark: 1, write: (_chunk, _encoding, done) => void setImmediate(done, error) })
  return stream.on('error', () => {})
}

it('a reader that goes away while a command waits for it is no mistake, and every other error is one', async () => {
  const stream = failing('EPIPE')
  await expect(writeTo(stream, 'text')).resolves.toBeUndefined()
  await expect(writeTo(stream, 'more')).resolves.toBeUndefined()
  await expect(writeTo(failing('EIO'), 'text')).rejects.toThrow('the write failed')
})
