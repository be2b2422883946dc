import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createRedactor } from '@coppice/engine'
import { tempFolder } from '@coppice/testkit'
import { expect, test } from 'vitest'
import { createServerLog } from './server-log.ts'

test('A2: a secret is redacted in every field of a log line, and in the lines for people', () => {
  const home = tempFolder()
  const printed: string[] = []
  const log = createServerLog(home, { print: (line) => printed.push(line), redact: createRedactor(['swordfish']) })
  const facts = { url: 'http://localhost:4000', path: 'a/swordfish', mail: 'ada@example.org' }
  log.error({ ...facts, err: new Error('git said swordfish') }, 'swordfish was seen')
  const text = readFileSync(join(home, 'logs', 'coppice.log'), 'utf8')
  expect(JSON.parse(text)).toMatchObject({
    ...facts,
    path: 'a/[redacted]',
    msg: '[redacted] was seen',
    err: { message: 'git said [redacted]' },
  })
  expect(printed).toEqual(['error: [redacted] was seen: git said [redacted]'])
  expect(text).not.toContain('swordfish')
})
