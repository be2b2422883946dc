import type { FollowUpRecord, RunEvent } from '@coppice/engine'
import type { EngineUnderTest } from '../engine-under-test.ts'

/** Returns the claims, issues and proposed follow-ups in the events of a run, each in one line, and in the order of the events. */
export async function reportsOf({ database }: EngineUnderTest, runId: string): Promise<string[]> {
  const events = await database.store.events(runId, 0, 1_000)
  return events.flatMap((event) => lineOf(event) ?? [])
}

function lineOf({ type, data }: RunEvent): string | null {
  switch (type) {
    case 'ClaimMade':
      return `${data.taskKey} claims ${data.claim}: ${data.text}`
    case 'IssueLogged':
      return `${data.taskKey} issue ${data.title}: ${data.text}`
    case 'FollowUpProposed':
      return `${data.taskKey} proposes ${data.followUpNumber} ${data.title}: ${data.text}`
    default:
      return null
  }
}

/** Returns the proposals in the events of a run, as they are stored. */
export async function followUpsOf({ database }: EngineUnderTest, runId: string): Promise<FollowUpRecord[]> {
  const events = await database.store.events(runId, 0, 1_000)
  const ids = events.flatMap(({ type, data }) => (type === 'FollowUpProposed' ? [data.followUpId] : []))
  const found = await Promise.all(ids.map((id) => database.store.followUp(id)))
  return found.filter((one) => one !== null)
}
