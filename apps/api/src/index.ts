/** The API: GraphQL over HTTP, server-sent events and WebSocket, with the console at the same port. */
export { type ApiServer, type ApiServerOptions, createApiServer } from './create-server.ts'
export { CannotListen } from './server/listen.ts'
export type { WebPages } from './server/web-pages.ts'
