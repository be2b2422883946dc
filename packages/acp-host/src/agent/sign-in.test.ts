import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type AcpPreset, acpPreset } from '@coppice/engine/agents'
import { tempFolder } from '@coppice/testkit'
import { expect, it } from 'vitest'
import { authMethodOf } from './sign-in.ts'

const HOME = tempFolder('sign-in')
for (const path of ['.codex/auth.json', '.gemini/oauth_creds.json']) {
  mkdirSync(dirname(join(HOME, path)), { recursive: true })
  writeFileSync(join(HOME, path), '{}')
}
const methodOf = (name: string, env: NodeJS.ProcessEnv) => authMethodOf(acpPreset(name) as AcpPreset, { HOME, ...env })

it.each<[string, NodeJS.ProcessEnv, string | null]>([
  ['gemini', {}, null],
  ['gemini', { GOOGLE_GENAI_USE_VERTEXAI: 'true' }, null],
  ['gemini', { GEMINI_API_KEY: 'k' }, 'gemini-api-key'],
  ['codex', {}, null],
  ['codex', { OPENAI_API_KEY: '' }, null],
  ['codex', { CODEX_API_KEY: 'k' }, 'api-key'],
  ['claude-code', { ANTHROPIC_API_KEY: 'k' }, null],
])(
  'I2: %s is told to use a key only when it is signed in by that key, not by a file of the user: %j',
  (name, env, id) => {
    expect(methodOf(name, env)).toBe(id)
  },
)
