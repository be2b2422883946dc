import { shortRef } from '../../../domain/naming.ts'
import type { ProjectRecord, RunRecord, RunTaskRecord, SessionRecord } from '../../../domain/records.ts'
import type { Store } from '../../../ports/store.ts'
import type { SearchParts } from '../search-output.ts'
import { factTable, inline, quoted, timeOf } from './markdown-text.ts'
import { sessionMarkdown } from './session-markdown.ts'

/** Names what to export: all sessions of a run, those of a task in a run, or one session. */
export type TranscriptOf = { runId: string } | { runTaskId: string } | { sessionId: string }

export interface MarkdownTranscript {
  /** A name for the file, of letters, digits, `.`, `_` and `-`. */
  fileName: string
  /** The text in pieces. Each piece is made when the reader asks for it, so memory is bounded (R4). */
  text: AsyncGenerator<string, void, undefined>
}

export interface MarkdownParts extends SearchParts {
  store: Pick<Store, 'project' | 'run' | 'runTask' | 'runTasks' | 'session' | 'sessionsOf'>
}

interface Wanted {
  project: ProjectRecord
  run: RunRecord
  tasks: readonly RunTaskRecord[]
  session: SessionRecord | null
}

/** Exports transcripts as Markdown, as they are stored: redacted (A2). @returns null when nothing has this id */
export async function transcriptMarkdown(parts: MarkdownParts, of: TranscriptOf): Promise<MarkdownTranscript | null> {
  const wanted = await wantedOf(parts.store, of)
  return wanted && { fileName: fileName(wanted, of), text: document(parts, wanted) }
}

async function wantedOf(store: MarkdownParts['store'], of: TranscriptOf): Promise<Wanted | null> {
  const session = 'sessionId' in of ? await store.session(of.sessionId) : null
  const taskId = session?.runTaskId ?? ('runTaskId' in of ? of.runTaskId : null)
  const task = taskId === null ? null : await store.runTask(taskId)
  const runId = task?.runId ?? ('runId' in of ? of.runId : null)
  const run = runId === null ? null : await store.run(runId)
  const project = run && (await store.project(run.projectId))
  if (!run || !project) return null
  return { project, run, tasks: task ? [task] : await store.runTasks(run.id), session }
}

function fileName({ project, run, tasks, session }: Wanted, of: TranscriptOf): string {
  const task = 'runId' in of ? '' : `-${tasks[0]?.key ?? ''}`
  const name = `${project.name}-run-${run.number}${task}${session ? `-session-${session.number}` : ''}`
  return `${name.replace(/[^\w.-]+/g, '-').slice(0, 120)}.md`
}

async function* document(
  parts: MarkdownParts,
  { project, run, tasks, session }: Wanted,
): AsyncGenerator<string, void, undefined> {
  yield runHead(project, run)
  for (const task of tasks) {
    yield taskHead(task)
    const sessions = session ? [session] : await parts.store.sessionsOf([task.id])
    if (sessions.length === 0) yield '*No session has started.*\n\n'
    for (const one of sessions) yield* sessionMarkdown(parts, one)
  }
}

const runHead = (project: ProjectRecord, run: RunRecord): string =>
  `# Run ${run.number} of ${inline(project.name)}\n\n${factTable([
    ['status', run.status],
    ['reason', run.statusReason && inline(run.statusReason)],
    ['branch', inline(shortRef(run.branch))],
    ['started', timeOf(run.startedAt)],
    ['ended', timeOf(run.finishedAt)],
  ])}`

const taskHead = (task: RunTaskRecord): string =>
  `## Task ${inline(task.key)}\n\n${quoted(task.description)}\n${task.action === null ? '' : `${quoted(task.action)}\n`}${factTable(
    [
      ['epic', inline(task.epicKey)],
      ['batch', String(task.batchNumber)],
      ['outcome', task.status],
      ['reason', task.statusReason && inline(task.statusReason)],
      ['attempts', String(task.attempts)],
      ['merge commit', task.commit],
    ],
  )}`
