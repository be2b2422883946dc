import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type AcpPreset, type SignedIn, signedIn } from '@coppice/engine/agents'

/** Returns with what the agent of a preset is signed in, or null. */
export const signInOf = (preset: Pick<AcpPreset, 'signIn'>, env: NodeJS.ProcessEnv): SignedIn | null =>
  signedIn(preset, {
    isSet: (name) => (env[name] ?? '') !== '',
    hasInHome: (path, text = '') => {
      const file = join(env.HOME ?? '/', path)
      return existsSync(file) && (text === '' || readFileSync(file, 'utf8').includes(text))
    },
  })

/**
 * Returns the id of the way to sign in that the agent must be told, or null. A user who has signed in by a file must keep that way: Gemini
 * deletes the user's credentials when it is told another one.
 */
export function authMethodOf(preset: Pick<AcpPreset, 'signIn' | 'authMethod'>, env: NodeJS.ProcessEnv): string | null {
  const { authMethod } = preset
  const by = signInOf(preset, env)
  return authMethod !== null && by?.by === 'variable' && authMethod.variables.includes(by.variable)
    ? authMethod.id
    : null
}
