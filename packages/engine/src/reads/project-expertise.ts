import type { ExpertiseEntry } from '../domain/expertise.ts'
import type { Lift } from '../domain/expertise-lift.ts'
import { TASK_DOMAINS, type TaskDomain } from '../domain/task-domains.ts'
import { indexAttempts, liftOfDomain, liftOfEntry } from '../expertise/lift/lift.ts'
import { writeMarkdown } from '../expertise/markdown/write-markdown.ts'
import type { Store } from '../ports/store.ts'
import { projectOf } from './project-of.ts'

export interface DomainExpertise {
  domain: TaskDomain
  lift: Lift
  entries: readonly MeasuredEntry[]
}

export interface MeasuredEntry {
  entry: ExpertiseEntry
  /** Calculates the lift of the entry. A client reads a page of the entries, so that the lifts of the others are not needed. */
  lift(): Lift
}

/** Only the newest first attempts count. Older ones say little about the agents of today, and the read must not become slower. */
const MOST_ATTEMPTS = 1_000

/** Returns the expertise of a project, domain by domain, and how much it helps. */
export async function projectExpertise({ store }: { store: Store }, projectId: string): Promise<DomainExpertise[]> {
  const attempts = indexAttempts(await store.firstAttempts(projectId, MOST_ATTEMPTS))
  const byDomain = Map.groupBy(await store.expertise(projectId), ({ domain }) => domain)
  return TASK_DOMAINS.map((domain) => ({
    domain,
    lift: liftOfDomain(attempts.byDomain.get(domain) ?? []),
    entries: (byDomain.get(domain) ?? []).map((entry) => ({ entry, lift: () => liftOfEntry(entry, attempts) })),
  }))
}

/** Returns the expertise of a project as Markdown. @throws NotFound */
export async function expertiseMarkdown(deps: { store: Store }, projectId: string): Promise<string> {
  const { name } = await projectOf(deps, projectId)
  return writeMarkdown(name, await deps.store.expertise(projectId))
}
