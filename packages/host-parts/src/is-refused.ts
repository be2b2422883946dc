import type { ResumedConversation } from '@coppice/engine/domain/attempt-order'

/**
 * Says whether the session continues work that verify refused. Only such a session has another prompt for a new conversation. A spec that an
 * older server wrote has no `otherwise`.
 */
export const isRefused = (resume: Pick<ResumedConversation, 'otherwise'> | null): boolean =>
  typeof resume?.otherwise === 'string'
