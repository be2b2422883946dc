import type { FollowUpRecord, PlanRecord } from '../domain/records.ts'
import type { Store } from '../ports/store.ts'

const MAX_LENGTH = 40

/** Returns a key for the task that a proposal becomes. No task of the plan and no archived task has this key. */
export async function keyFor(
  store: Pick<Store, 'archivedTasks'>,
  projectId: string,
  { tasks }: PlanRecord,
  { title, number }: Pick<FollowUpRecord, 'title' | 'number'>,
): Promise<string> {
  const word = slug(title)
  const wanted = [word, `${word}-${number}`, `follow-up-${number}`].filter((key) => /^[a-z0-9]/.test(key))
  const archived = await store.archivedTasks(projectId, wanted)
  const taken = new Set([...tasks.map(({ key }) => key), ...archived.keys()])
  for (let last = 2; ; last += 1) {
    const free = wanted.find((key) => !taken.has(key))
    if (free !== undefined) return free
    wanted.push(`follow-up-${number}-${last}`)
  }
}

const slug = (title: string): string =>
  title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_LENGTH)
    .replace(/^-+|-+$/g, '')
