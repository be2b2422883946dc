import type { RunTaskRecord } from '../../domain/records.ts'
import type { Teacher } from '../../lifecycle/learn-from.ts'
import { messagesTo, readSession } from '../read-session.ts'
import type { RunView } from '../run-view.ts'
import type { Briefing } from '../session-kind.ts'
import { learningPrompt, type ReadSession } from './learning-prompt.ts'

/** More entries would not fit into the prompt. */
const MOST_KNOWN = 100

/** Reads the sessions that made the merged work of a task, and returns the prompt of the session that learns from them. */
export async function briefLearning(ctx: RunView, task: RunTaskRecord): Promise<Briefing> {
  const { deps, state, repository } = ctx
  const { projectId, settings } = state.run
  const teachers = state.teachersOf(task)
  const domain = teachers.at(-1)?.expertise?.domain ?? 'general'
  const commit = task.commit ?? (await ctx.tip())
  const parent = await repository.firstParent(commit)
  const changed = parent === null ? [] : await repository.diffStat(parent, commit)
  const entries = await deps.store.expertise(projectId)
  const known = entries.filter((entry) => entry.domain === domain).slice(0, MOST_KNOWN)
  const sessions: ReadSession[] = []
  for (const teacher of teachers) sessions.push(await read(ctx, teacher))
  const { key, description, action, attempts, lastFailure } = task
  const prompt = learningPrompt({
    ...{ key, description, action, attempts, lastFailure, commit, domain, sessions },
    verify: settings.verify,
    verified: await verdictOn(ctx, commit, parent),
    changed: changed.map(({ path, added, removed }) => `${path} (+${added ?? '?'} -${removed ?? '?'})`),
    known: known.map(({ text }) => text),
  })
  return { prompt, otherwise: null }
}

/** Returns what the trailers of a merge say about verify. @returns null when they say nothing */
async function verdictOn({ repository }: RunView, commit: string, parent: string | null): Promise<string | null> {
  const merges = await repository.trailers(commit, parent, 'first-parent')
  return merges.find((merge) => merge.commit === commit)?.verified ?? null
}

async function read(ctx: RunView, teacher: Teacher): Promise<ReadSession> {
  const { id, number, kind, tipCommit, worktreePath } = teacher
  const messages = await messagesTo(ctx, id)
  return { ...{ number, kind, tipCommit, worktreePath, messages }, ...(await readSession(ctx, id)) }
}
