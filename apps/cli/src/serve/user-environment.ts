import { delimiter, dirname, join } from 'node:path'

/**
 * Removes from PATH the folders that `npm start` added for Coppice. Otherwise an agent that calls `tsc` would run the `tsc` of Coppice
 * instead of the `tsc` of its own project.
 * @returns the environment of the user
 */
export function userEnvironment(environment: NodeJS.ProcessEnv, root: string): NodeJS.ProcessEnv {
  if (environment.npm_lifecycle_event === undefined) return environment
  const added = new Set(ancestors(root).map((folder) => join(folder, 'node_modules', '.bin')))
  const isNpms = (entry: string) => added.has(entry) || entry.endsWith(join('run-script', 'lib', 'node-gyp-bin'))
  const path = (environment.PATH ?? '').split(delimiter).filter((entry) => !isNpms(entry))
  return { ...environment, PATH: path.join(delimiter) }
}

function ancestors(folder: string): string[] {
  const parent = dirname(folder)
  return parent === folder ? [folder] : [folder, ...ancestors(parent)]
}
