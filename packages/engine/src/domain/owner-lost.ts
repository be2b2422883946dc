/**
 * An error: this server tried to write to a run, but another server owns the run by now (R6: a run has one owner). The whole transaction
 * was rolled back.
 */
export class OwnerLost extends Error {
  constructor(runId: string, epoch: number) {
    super(`Another server owns run ${runId} now, so this server (epoch ${epoch}) wrote nothing.`)
    this.name = 'OwnerLost'
  }
}
