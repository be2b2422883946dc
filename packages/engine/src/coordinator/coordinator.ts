import type { RunRecord } from '../domain/records.ts'
import { giveBack } from './ends/give-back.ts'
import { settleDeliveries } from './ends/settle-deliveries.ts'
import { HandDeliveries } from './hand-deliveries.ts'
import { Latch } from './latch.ts'
import { type Launcher, launchRun } from './run/launch-run.ts'
import { UnreachableRun } from './run/unreachable-run.ts'

/**
 * Carries out the active runs and the requested deliveries that are in the database. A command adds its work to the database, possibly in
 * another process. The store then calls `onWork`, and the coordinator reads the database again.
 */
export class Coordinator {
  readonly #parts: Launcher
  readonly #deliveries: HandDeliveries
  readonly #latch = new Latch()
  /** The ids of all runs that this server has taken up. It takes up each run once. */
  readonly #taken = new Set<string>()
  readonly #unreachable: UnreachableRun[] = []
  #stopListening = () => {}
  #stopped = false
  #following: Promise<void> = Promise.resolve()
  #givingBack: Promise<void> = Promise.resolve()
  #settling: Promise<void> = Promise.resolve()

  constructor(parts: Launcher) {
    this.#parts = parts
    this.#deliveries = new HandDeliveries(parts)
  }

  /**
   * Takes up the active runs and the requested deliveries that are in the database (R1), and then the new ones as they come.
   *
   * @param which `cancelled` limits the runs to those that are being cancelled
   * @returns when those that are in the database now are taken up
   */
  async begin(which: 'all' | 'cancelled'): Promise<void> {
    this.#stopListening = this.#parts.store.onWork(() => this.#latch.raise())
    await this.#look(which)
    this.#following = this.#follow(which)
    this.#settling = settleDeliveries(this.#parts, () => !this.#stopped)
    this.#givingBack = giveBack(this.#parts, null, (run) => !this.#stopped && run.deliveryRequestedAt === null)
  }

  /**
   * Stops all runs and deliveries of this server, and takes up no more (R5).
   *
   * @param how `interrupt` ends the agents; `handover` leaves them to the next server
   * @returns when everything is stored
   */
  async stop(how: 'interrupt' | 'handover'): Promise<void> {
    this.#stopped = true
    this.#stopListening()
    this.#latch.raise()
    for (const run of this.#unreachable) run.stop()
    await this.#following
    await Promise.all([
      this.#givingBack,
      this.#settling,
      this.#deliveries.stop(),
      ...[...this.#parts.executors.values()].map((executor) => executor.stop(how)),
    ])
  }

  async #follow(which: 'all' | 'cancelled'): Promise<void> {
    for (;;) {
      await this.#latch.wait()
      if (this.#stopped) return
      await this.#look(which).catch((error: unknown) =>
        this.#parts.log.error(
          { err: error },
          'new runs and deliveries could not be read; the next command causes another try',
        ),
      )
    }
  }

  async #look(which: 'all' | 'cancelled'): Promise<void> {
    const { store } = this.#parts
    for (const run of await store.activeRuns())
      if (which === 'all' || run.status === 'CANCELLING') await this.#takeUp(run)
    for (const run of await store.requestedDeliveries()) {
      const project = await store.project(run.projectId)
      if (project && !this.#stopped) this.#deliveries.begin(run, project)
    }
  }

  async #takeUp({ id }: RunRecord): Promise<void> {
    if (this.#stopped || this.#taken.has(id)) return
    this.#taken.add(id)
    const { store, claim } = this.#parts
    const run = await store.transaction((tx) => tx.takeRun(id, claim))
    if (run === null) claim.doubt()
    else if (run.folder?.id === claim.folder.id) await launchRun(this.#parts, id)
    else this.#unreachable.push(new UnreachableRun(this.#parts, run))
  }
}
