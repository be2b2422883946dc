import { StartProblem } from '../start-problem.ts'
import type { ClaimHolder } from './claim-holder.ts'

/** Another server carries out the runs of the database. */
export class DatabaseHeld extends StartProblem {
  constructor(holder: ClaimHolder, since: Date) {
    super(
      `The database is in use by ${named(holder)}, since ${since.toISOString()}: use that one, stop it, or give this server a database of its own (DATABASE_URL).`,
    )
  }
}

/** Another server has taken the claim while this one did not renew it. */
export class ClaimLost extends Error {
  constructor(holder: ClaimHolder | null, since: Date | null) {
    const who = holder === null ? 'Another Coppice server' : named(holder)
    const when = since === null ? '' : ` at ${since.toISOString()}`
    super(
      `${capitalised(who)} has taken over the database${when}, because this server gave no sign of life. This server writes nothing more and exits. Its agents continue: stop the other server and start this one again, and it takes them up.`,
    )
    this.name = 'ClaimLost'
  }
}

export const waitingFor = (holder: ClaimHolder, leftMs: number): string =>
  `The database was last in use by ${named(holder)}. It may have ended: waiting ${Math.max(1, Math.ceil(leftMs / 1000))} s for a sign of life …`

function named({ url, process, folder }: ClaimHolder): string {
  const address = url === null ? 'that is starting' : `at ${url}`
  return `the Coppice server ${address} on ${folder.host} (process ${process.pid}, data folder ${folder.path})`
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
