/**
 * Helpers for tests: clients of Coppice's API, and a local model for its agents. This package imports only the run model, and no other
 * package of Coppice.
 */
export { CLAUDE_LINES, type ClaudeUsage, claudeLines } from './claude-lines.ts'
export { type CommandTask, commandPlan } from './command-plan.ts'
export { type FencedBlock, fencedBlocks } from './fenced-blocks.ts'
export { type FollowedLine, followOutput } from './follow-output.ts'
export { followProgress, type ProgressEvent, storedProgress } from './follow-progress.ts'
export { freePort } from './free-port.ts'
export { Gate } from './gate.ts'
export {
  type GraphqlAnswer,
  type GraphqlClient,
  GraphqlFailed,
  graphqlClient,
  type ServerAddress,
} from './graphql-client.ts'
export { longestStall } from './longest-stall.ts'
export type { MessagesRequest, ReplyBlock } from './messages-api/message.ts'
export {
  type MessagesServer,
  messagesServer,
  type ReceivedRequest,
  type Script,
} from './messages-api/messages-server.ts'
export { otherDisk } from './other-disk.ts'
export { killIfAlive, signalAll } from './process-tree.ts'
export { type RawSocket, rawSocket, type SocketMessage } from './raw-socket.ts'
export { reconnecting } from './reconnecting.ts'
export { type SseEvent, sse, sseEvents } from './server-sent-events.ts'
export { socketClient } from './socket-client.ts'
export { type CheckoutServer, launchFromCheckout, startFromCheckout } from './start-from-checkout.ts'
export { tempFolder } from './temp-folder.ts'
export { type TempRepository, tempRepository } from './temp-repository.ts'
export { testWhere } from './test-where.ts'
export { timesLonger } from './times-longer.ts'
export { until } from './until.ts'
export { USERS_GIT_DIR } from './users-git-dir.ts'
