import { expect, it } from 'vitest'
import { acpPresets } from './presets.ts'
import { signedIn } from './signed-in.ts'

const server = (variables: readonly string[], files: readonly string[]) => ({
  isSet: (name: string) => variables.includes(name),
  hasInHome: (path: string) => files.includes(path),
})

it.each(acpPresets)(
  'an agent of the preset $name is signed in by a variable of the server, or else by a file',
  (preset) => {
    const [variable = ''] = preset.signIn.variables
    const [{ path: file } = { path: '' }] = preset.signIn.files
    expect(signedIn(preset, server([], []))).toBeNull()
    expect(signedIn(preset, server([], [file]))).toEqual({ by: 'file', file })
    expect(signedIn(preset, server([variable], [file]))).toEqual({ by: 'variable', variable })
  },
)

it.each(acpPresets)(
  'A2: an agent of the preset $name receives the variables that sign it in',
  ({ variables, signIn }) => {
    expect([...variables.secret, ...variables.open]).toEqual(expect.arrayContaining([...signIn.variables]))
  },
)

it('Claude Code that was started but not signed in is not signed in, although its file exists', () => {
  const [claudeCode] = acpPresets
  if (claudeCode === undefined) throw new Error('there is no preset')
  const given = (content: string) =>
    signedIn(claudeCode, {
      isSet: () => false,
      hasInHome: (path, text = '') => path === '.claude.json' && content.includes(text),
    })
  expect(given('{ "userID": "u" }')).toBeNull()
  expect(given('{ "userID": "u", "oauthAccount": {} }')).toEqual({ by: 'file', file: '.claude.json' })
})
