/** The files through which Coppice speaks with the host. The agent must not have their paths. */
const OF_HOST = /^COPPICE_(?:SPEC_FILE|INBOX|SESSION_FOLDER|RESUMED_FOLDER|AGENTS_FOLDER|TASK_FILE|TASK_TOKEN)$/

/**
 * Returns the environment of an agent: that of the host, and what its preset adds. The variable that marks the processes of the session stays,
 * so that each tool of the agent is found (C1).
 */
export const agentEnvironment = (
  host: NodeJS.ProcessEnv,
  added: Readonly<Record<string, string>>,
): Record<string, string | undefined> => ({
  ...Object.fromEntries(Object.entries(host).filter(([name]) => !OF_HOST.test(name))),
  ...added,
})
