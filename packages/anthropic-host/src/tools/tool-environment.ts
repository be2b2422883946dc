/** Variables of the host that its shell must not have: those of the provider, and those by which Coppice and the host speak. */
const OF_HOST = /^(?:ANTHROPIC_.*|COPPICE_(?:SPEC_FILE|INBOX|SESSION_FOLDER|RESUMED_FOLDER|TASK_FILE|TASK_TOKEN))$/i

/** Returns the environment of the shell in which the model runs commands (A2). */
export const toolEnvironment = (host: NodeJS.ProcessEnv): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(host).filter(([name]) => !OF_HOST.test(name)))
