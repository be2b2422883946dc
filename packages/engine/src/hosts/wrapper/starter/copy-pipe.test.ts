import { closeSync, constants, mkdtempSync, openSync, readFileSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { until } from '../../fixtures/world.ts'
import { copyPipe } from './copy-pipe.ts'
import { type Pipe, takePipes } from './pipes.ts'

it('R1: everything that is written to the pipe is in the file at the end of file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'coppice-copy-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'stdout')
  const pipe = await onePipe()
  const copy = copyPipe(pipe.readNow, openSync(file, 'a'))
  const text = 'line\n'.repeat(10_000)
  writeSync(pipe.write, text)
  closeSync(pipe.write)
  await copy.done
  expect(readFileSync(file, 'utf8')).toBe(text)
})

it('R1: what cannot be written is written later, and the pipe is not read meanwhile', async () => {
  const [pipe, full] = [await onePipe(), await onePipe()]
  const filler = Buffer.alloc(1024, '.')
  const file = await notBlocking(full)
  let filled = 0
  const fill = () => {
    try {
      for (;;) filled += writeSync(file, filler)
    } catch {
      return true
    }
  }
  expect(fill()).toBe(true)
  const copy = copyPipe(pipe.readNow, file)
  writeSync(pipe.write, 'the first words')
  closeSync(pipe.write)
  let read = ''
  await until(() => {
    read += readSome(full.readNow)
    return read.endsWith('the first words')
  })
  await copy.done
  expect(read.length).toBe(filled + 'the first words'.length)
  closeSync(full.readNow)
})

async function onePipe(): Promise<Pipe> {
  const [pipe] = (await takePipes(1)) as [Pipe]
  closeSync(pipe.read)
  return pipe
}

/** Returns the write end of a pipe as a descriptor that throws when the pipe is full, as a full disk does. */
async function notBlocking({ write }: Pipe): Promise<number> {
  const file = openSync(`/dev/fd/${write}`, constants.O_WRONLY | constants.O_NONBLOCK)
  closeSync(write)
  return file
}

function readSome(file: number): string {
  const buffer = Buffer.alloc(4096)
  try {
    return buffer.toString('utf8', 0, readSync(file, buffer))
  } catch {
    return '' // The pipe is empty.
  }
}
