import type { SessionFact } from '../../domain/session-facts.ts'

/** What an agent did, in order. A call whose result is unknown is left out. */
export type Action = Ran | Touched | Unseen

/** The agent ran a command in a shell. */
export interface Ran {
  is: 'ran'
  command: string
  failed: boolean
  output: string
}

/** The agent read or changed a file. */
export interface Touched {
  is: 'read' | 'changed'
  path: string
}

/** The agent did something that may have changed files, and what it was is not known: a long command, or a call that names no file. */
export interface Unseen {
  is: 'unseen'
}

/** At most this many of the newest actions are remembered, so that the memory of a long session is bounded (R4). */
const MOST_ACTIONS = 2_000
const LONGEST_COMMAND = 400
const LONGEST_OUTPUT = 2_000

const SHELL = /^(?:bash|shell|sh|exec|execute|run|terminal|powershell)(?:$|[_\s.:-])/i
const READ = /^(?:read|view|open|cat)(?:$|[_\s.:-]|file)/i
const WRITE = /^(?:write|edit|multi_?edit|create|str_replace|apply_patch|patch)(?:$|[_\s.:-]|file)/i
const FOLDER_NAMES = ['cwd', 'workdir'] as const
const PATH_NAMES = ['file_path', 'filePath', 'path', 'notebook_path', 'filename', 'file'] as const

/** Reads the facts of a session, page by page, and remembers the actions of its agent. */
export class Observations {
  readonly #open = new Map<string, Called>()
  #actions: Action[] = []

  get actions(): readonly Action[] {
    return this.#actions
  }

  add(facts: readonly SessionFact[]): void {
    for (const fact of facts) {
      if (fact.type === 'ToolCalled') {
        const action = actionOf(fact.tool, fact.text)
        if (action) this.#open.set(fact.callId, action)
      } else if (fact.type === 'ToolAnswered') this.#end(fact.callId, fact.isError, fact.text)
    }
    if (this.#actions.length > MOST_ACTIONS) this.#actions = this.#actions.slice(-MOST_ACTIONS)
  }

  #end(callId: string, failed: boolean, output: string): void {
    const action = this.#open.get(callId)
    this.#open.delete(callId)
    if (action?.is === 'ran') this.#actions.push({ ...action, failed, output: output.slice(-LONGEST_OUTPUT) })
    else if (action && (!failed || action.is === 'unseen')) this.#actions.push(action)
  }
}

/** A call whose result has not come. */
type Called = Omit<Ran, 'failed' | 'output'> | Touched | Unseen

const UNSEEN: Unseen = { is: 'unseen' }

/** Returns what a call does. Kinds of agents have names of their own for the same tools. @returns null for other tools */
function actionOf(tool: string, text: string): Called | null {
  const input = inputOf(text)
  if (SHELL.test(tool)) {
    const command = typeof input === 'string' ? input : textOf(input, ['command', 'cmd', 'script'])
    if (command === null || command.length > LONGEST_COMMAND) return UNSEEN
    const folder = typeof input === 'string' ? null : textOf(input, FOLDER_NAMES)
    return { is: 'ran', command: folder === null ? command.trim() : `cd "${folder}" && ${command.trim()}` }
  }
  const is = READ.test(tool) ? 'read' : WRITE.test(tool) ? 'changed' : null
  const path = is && typeof input !== 'string' ? textOf(input, PATH_NAMES) : null
  if (is === null || path !== null) return is && path !== null ? { is, path } : null
  return is === 'changed' ? UNSEEN : null
}

function inputOf(text: string): string | Record<string, unknown> {
  if (!text.startsWith('{')) return text
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    return text
  }
}

function textOf(input: Record<string, unknown>, names: readonly string[]): string | null {
  for (const name of names) {
    const value = input[name]
    if (typeof value === 'string') return value
    if (Array.isArray(value) && value.every((part) => typeof part === 'string')) return value.join(' ')
  }
  return null
}
