import { z } from 'zod'
import { ApiError } from '../http/api-error.ts'
import { type Script, type ScriptInput, scriptSchema } from './script.ts'

/** The scripts by name. A function can make a script for any name. */
export type Scripts = Readonly<Record<string, ScriptInput>> | ((key: string) => ScriptInput | undefined)

/**
 * Returns a function that finds a script by its name. It throws an ApiError when there is none.
 *
 * @throws Error at once when a script of a record is not valid
 */
export function scriptSource(scripts: Scripts): (key: string) => Script {
  if (typeof scripts !== 'function') {
    const known = new Map(Object.entries(scripts).map(([key, input]) => [key, parsedScript(key, input)]))
    return (key) => {
      const script = known.get(key)
      if (!script)
        throw new ApiError(400, `simulator: there is no script "${key}". There are: ${[...known.keys()].join(', ')}`)
      return script
    }
  }
  const made = new Map<string, Script>()
  return (key) => {
    const input = made.has(key) ? undefined : scripts(key)
    if (input) made.set(key, parsedScript(key, input))
    const script = made.get(key)
    if (!script) throw new ApiError(400, `simulator: there is no script "${key}"`)
    return script
  }
}

function parsedScript(key: string, input: ScriptInput): Script {
  const { data, error } = scriptSchema.safeParse(input)
  if (!data) throw new Error(`the script "${key}" is not valid:\n${z.prettifyError(error)}`)
  return data
}
