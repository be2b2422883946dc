import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { agents } from '@coppice/engine'
import { expect, it } from 'vitest'

it('the version that people see is the version of the SDK that is installed', () => {
  const main = createRequire(import.meta.url).resolve('@anthropic-ai/sdk')
  const { version } = JSON.parse(readFileSync(main.replace(/\/sdk\/.*/, '/sdk/package.json'), 'utf8'))
  expect(agents.get('anthropic')?.choices[0]?.version).toBe(version)
})
