import type { ResumedConversation } from '@coppice/engine/domain/attempt-order'

/** Says whether the session continues work that verify refused. Only such a session has another prompt for a new conversation. */
export const isRefused = (resume: Pick<ResumedConversation, 'otherwise'> | null): boolean =>
  resume !== null && resume.otherwise !== null
