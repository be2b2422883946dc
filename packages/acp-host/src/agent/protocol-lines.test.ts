import { expect, it } from 'vitest'
import { protocolLines } from './protocol-lines.ts'

/** Sends these chunks through, and returns what is passed on and what is taken out. */
async function through(...chunks: readonly (string | Uint8Array)[]) {
  const texts: string[] = []
  const tooLong: number[] = []
  const lines = protocolLines({ onText: (text) => texts.push(text), onTooLong: (bytes) => tooLong.push(bytes) })
  const passed = new Response(lines.readable).text()
  const writer = lines.writable.getWriter()
  const encoder = new TextEncoder()
  for (const chunk of chunks) await writer.write(typeof chunk === 'string' ? encoder.encode(chunk) : chunk)
  await writer.close()
  return { passed: await passed, texts, tooLong }
}

it('passes on messages, also those that arrive in pieces, and takes out everything else', async () => {
  expect(await through('Loading…\n{"id":', '1}\n', '\n  \nwarn', 'ing\r\n{"id":2}\n{"id":3}')).toEqual({
    passed: '{"id":1}\n{"id":2}\n{"id":3}',
    texts: ['Loading…', 'warning'],
    tooLong: [],
  })
})

it('R4: a message that is longer than 32 MiB is dropped and counted, and the next one passes', async () => {
  const piece = new Uint8Array(1024 * 1024).fill(0x20)
  const long = Array.from({ length: 50 }, () => piece)
  expect(await through('{"text":"', ...long, '"}\n{"id":1}\n')).toEqual({
    passed: '{"id":1}\n',
    texts: [],
    tooLong: [50 * 1024 * 1024 + 12],
  })
})

it('bytes that are no UTF-8 stop nothing', async () => {
  const { passed, texts } = await through(new Uint8Array([0xff, 0xfe, 0x0a]), '{}\n')
  expect(passed).toBe('{}\n')
  expect(texts).toEqual(['\ufffd\ufffd'])
})
