/** What the engine and its hosts must agree on. A host is a process of its own, so it imports only this file of the engine's code. */

/** The name of the file, in the folder of a session, in which a host keeps its conversation. It is removed with old output. */
export const CONVERSATION_FILE = 'conversation.jsonl'

/** The exit code of a host that SIGTERM ended, also before it could handle the signal: 128 plus 15. */
export const EXIT_INTERRUPTED = 143
