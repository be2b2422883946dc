/** R6: a write of a run's owner came after another server had taken the run over. Nothing of its transaction was written. */
export class OwnerLost extends Error {
  constructor(runId: string, epoch: number) {
    super(`run ${runId} has a newer owner than epoch ${epoch}`)
    this.name = 'OwnerLost'
  }
}
