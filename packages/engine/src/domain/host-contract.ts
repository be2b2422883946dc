/** What the engine and its hosts must agree on. A host is a process of its own, so it imports only this file of the engine's code. */

/** The name of the file, in the folder of a session, in which a host keeps its conversation. It is removed with old output. */
export const CONVERSATION_FILE = 'conversation.jsonl'

/** The exit code of a host that SIGTERM ended, also before it could handle the signal: 128 plus 15. */
export const EXIT_INTERRUPTED = 143

/** The id of the record in the inbox by which the server itself asks a host to end, before it ends its processes (C1). */
export const STOP_MESSAGE_ID = 'stop'

/** The folder, in that of a session, for the files of an agent that is a program of others, such as its conversation. */
export const AGENT_FOLDER = 'agent'

/** The file, in the folder of a session, with the last message of such an agent. */
export const AGENT_WORDS_FILE = 'last-words.txt'
