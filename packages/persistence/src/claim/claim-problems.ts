import { StartProblem } from '../start-problem.ts'
import type { ClaimHolder } from './claim-holder.ts'

/** Another server carries out the runs of the database. */
export class DatabaseHeld extends StartProblem {
  constructor(holder: ClaimHolder, since: Date) {
    super(
      `The database is in use by ${named(holder)}, since ${since.toISOString()}. Use that server, stop it, or set DATABASE_URL to another database for this server.`,
    )
  }
}

/** Another server has taken the claim, because this server did not renew it in time. */
export class ClaimLost extends Error {
  constructor(holder: ClaimHolder | null, since: Date | null) {
    const who = holder === null ? 'Another Coppice server' : named(holder)
    const when = since === null ? '' : ` at ${since.toISOString()}`
    super(
      `${capitalised(who)} has taken over the database${when}, because this server did not renew its claim in time. This server writes nothing more and exits. Its agents continue. To take them up, stop the other server, then start this server again.`,
    )
    this.name = 'ClaimLost'
  }
}

export const waitingFor = (holder: ClaimHolder, leftMs: number): string =>
  `The database was last in use by ${named(holder)}. That server may have ended. This server waits up to ${Math.max(1, Math.ceil(leftMs / 1000))} s to find out …`

function named({ url, process, folder }: ClaimHolder): string {
  const address = url === null ? 'that is starting' : `at ${url}`
  return `the Coppice server ${address} on ${folder.host} (process ${process.pid}, data folder ${folder.path})`
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
