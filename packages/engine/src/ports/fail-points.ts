/**
 * The places between the side effects of the engine. Each fail point is named after the effect that has just happened. A crash at a fail
 * point must lose nothing and must repeat no effect (R1), so a test kills a server at each of them. Points that start with `checkout.` are
 * steps of a delivery to a checkout, and `branch.moved` is a step of a delivery to a branch that is checked out nowhere.
 */
export const FAIL_POINTS = [
  'start.stored',
  'start.branch-made',
  'prepare.verified',
  'prepare.branch-moved',
  'prepare.recorded',
  'batch.opened',
  'resource.awaited',
  'attempt.begun',
  'attempt.earlier-tip-kept',
  'attempt.worktree-ready',
  'attempt.equipped',
  'attempt.started',
  'attempt.recorded',
  'attempt.ended',
  'attempt.torn-down',
  'objects.stored',
  'attempt.committed',
  'attempt.settled',
  'attempt.released',
  'merge.entered',
  'merge.committed',
  'merge.verified',
  'merge.branch-moved',
  'resolution.remembered',
  'merge.recorded',
  'clash.recorded',
  'conflict.begun',
  'conflict.merge-begun',
  'batch.closed',
  'delivery.begun',
  'delivery.base-moved',
  'branch-delivery.moved',
  'branch.moved',
  'checkout.locked',
  'checkout.staged',
  'checkout.refs-locked',
  'checkout.half-swapped',
  'checkout.swapped',
  'checkout.index-placed',
  'checkout.ref-moved',
  'checkout.unlocked',
  'checkout.half-restored',
  'end.tidied',
  'end.recorded',
  'hand-delivery.requested',
  'hand-delivery.begun',
  'hand-delivery.base-moved',
  'hand-delivery.recorded',
  'undo.requested',
  'undo.begun',
  'undo.base-moved',
  'undo.recorded',
  'resolve.ref-made',
  'resolve.recorded',
  'kept-drop.forgotten',
  'kept-drop.ref-deleted',
] as const

export type FailPoint = (typeof FAIL_POINTS)[number]

/** A function that the engine calls at each fail point. In production it does nothing. */
export type ReachFailPoint = (point: FailPoint) => void

export const noFailPoints: ReachFailPoint = () => {}
