import type { ServerFacts } from '../../ports/agent.ts'
import type { AcpPreset } from './presets.ts'

/** What shows that an agent of a preset is signed in. */
export type SignedIn =
  /** A variable of the server. The agent then gets a folder of its own for its files. */
  | { by: 'variable'; variable: string }
  /** A file in the user's home folder. */
  | { by: 'file'; file: string }

/** Finds out how an agent of this preset would be signed in on a server. @returns null when nothing shows that it is */
export function signedIn(
  { signIn }: Pick<AcpPreset, 'signIn'>,
  { isSet, hasInHome }: Pick<ServerFacts, 'isSet' | 'hasInHome'>,
): SignedIn | null {
  const variable = signIn.variables.find(isSet)
  if (variable !== undefined) return { by: 'variable', variable }
  const file = signIn.files.find(({ path, text }) => hasInHome(path, text))
  return file === undefined ? null : { by: 'file', file: file.path }
}
