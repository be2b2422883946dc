import type { AttemptReport } from '../../domain/attempt-report.ts'
import type { RunRecord } from '../../domain/records.ts'
import { isRunEnded } from '../../domain/statuses.ts'
import { tellOfRun } from '../../lifecycle/run-lifecycle.ts'
import { UNREACHABLE_START } from '../../lifecycle/run-reason.ts'
import { endByRecord } from '../ends/end-by-record.ts'
import { CommandFollower } from './command-follower.ts'
import type { RunParts } from './open-run.ts'

/**
 * Watches a run whose agents and worktrees are in another data folder. This server owns the run (R6) but cannot reach them, so it does not
 * carry the run out. The reason of the run says so. When a person cancels the run, it ends in the database alone. The next server that
 * starts with the other folder removes the worktrees (`giveBack`).
 */
export class UnreachableRun {
  readonly #deps: RunParts
  readonly #commands: CommandFollower

  constructor(deps: RunParts, run: RunRecord) {
    this.#deps = deps
    // A run without commands has the cursor 0. So -1 makes the follower call `#look` once at the beginning, and then after every command.
    this.#commands = new CommandFollower(deps.store, { id: run.id, lastCommand: -1 }, (now) => this.#look(now))
    this.#commands.done.catch((err: unknown) =>
      deps.log.error({ runId: run.id, err }, 'the reason of the run could not be recorded'),
    )
  }

  stop(): void {
    this.#commands.stop()
  }

  async #look(run: RunRecord): Promise<void> {
    if (isRunEnded(run.status)) return this.stop()
    const reason = reasonOf(run)
    if (run.status === 'CANCELLING') {
      if (await endByRecord(this.#deps, run, cancelledReason(run), unreached(run))) this.stop()
      return
    }
    if (!run.statusReason?.includes(reason)) await tellOfRun(this.#deps, run.id, reason)
  }
}

/** Returns the report with which a session of this run ends. The real report is unknown, because the agent is in another data folder. */
const unreached = (run: RunRecord): AttemptReport => ({
  end: { is: 'called-off', why: 'cancelled' },
  left: { is: 'stranded', failure: { class: 'coppice', reason: cancelledReason(run), output: '' } },
  lastFact: null,
  withheld: [],
  leftBehind: null,
  hidden: null,
  checkoutChange: null,
  untrustedPrograms: [],
})

const where = ({ folder }: RunRecord): string => `the data folder ${folder?.path} on ${folder?.host}`

const reasonOf = (run: RunRecord): string =>
  `${UNREACHABLE_START}${where(run)}, which this server cannot reach. To continue the run, start Coppice there with that folder. Otherwise cancel the run.`

const cancelledReason = (run: RunRecord): string =>
  `cancelled. The agents and worktrees of this run are in ${where(run)}, which this server cannot reach. Agents may still be active there. The next server that starts with that folder ends them and commits their work.`
