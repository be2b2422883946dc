import type { AttemptReport } from '../../domain/attempt-report.ts'
import type { RunRecord } from '../../domain/records.ts'
import { isRunEnded } from '../../domain/statuses.ts'
import { tellOfRun } from '../../lifecycle/run-lifecycle.ts'
import { endByRecord } from '../ends/end-by-record.ts'
import { CommandFollower } from './command-follower.ts'
import type { RunParts } from './open-run.ts'

/**
 * A run whose agents and worktrees are in the data folder of another server (R6). This server cannot reach them, so it does not carry out
 * the run. The run's reason says so, and the run waits. When a person cancels the run, its end is only recorded. The next server that starts
 * with the other folder ends the agents and removes the worktrees (`giveBack`).
 */
export class UnreachableRun {
  readonly #deps: RunParts
  readonly #commands: CommandFollower

  constructor(deps: RunParts, run: RunRecord) {
    this.#deps = deps
    // No command has the number -1, so the first call of `#look` happens at once.
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
    if (run.statusReason !== reason) await tellOfRun(this.#deps, run.id, reason)
  }
}

/** The report of an attempt of this run. This server does not look for the agents, because another machine or another data folder has them. */
const unreached = (run: RunRecord): AttemptReport => ({
  end: { is: 'called-off', why: 'cancelled' },
  left: { is: 'stranded', failure: { class: 'coppice', reason: cancelledReason(run), output: '' } },
  lastFact: null,
  withheld: [],
  checkoutChange: null,
  untrustedPrograms: [],
})

const where = ({ folder }: RunRecord): string => `the data folder ${folder?.path} on ${folder?.host}`

const reasonOf = (run: RunRecord): string =>
  `Its agents and worktrees are in ${where(run)}, which this server cannot reach. Start Coppice there with that folder to continue it, or cancel the run.`

const cancelledReason = (run: RunRecord): string =>
  `cancelled. Its agents and worktrees were in ${where(run)}, which this server cannot reach: agents may still be at work there. The next server that starts with that folder ends them and commits what they left.`
