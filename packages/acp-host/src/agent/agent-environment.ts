/** Variables with the paths of the files through which Coppice and the host communicate. The agent must not have these paths. */
const OF_HOST = /^COPPICE_(?:SPEC_FILE|INBOX|SESSION_FOLDER|RESUMED_FOLDER|AGENTS_FOLDER|TASK_FILE|TASK_TOKEN)$/

/**
 * Returns the environment of an agent: the environment of the host, and the variables of the preset. One variable marks all processes of the
 * session. It stays, so that Coppice finds each process that the agent starts (C1).
 */
export const agentEnvironment = (
  host: NodeJS.ProcessEnv,
  added: Readonly<Record<string, string>>,
): Record<string, string | undefined> => ({
  ...Object.fromEntries(Object.entries(host).filter(([name]) => !OF_HOST.test(name))),
  ...added,
})
