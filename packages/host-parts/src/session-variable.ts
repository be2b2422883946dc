/** Returns a variable with which Coppice starts each host. @throws when it is not set */
export function sessionVariable(env: NodeJS.ProcessEnv, name: string): string {
  const value = env[name]
  if (value === undefined) throw new Error(`the variable ${name} is not set: only Coppice starts this script`)
  return value
}
